import { linesOf, readTopics, type Framework } from './framework.ts';

const topics = `
Article 5(1)(b) | purpose limitation | tie every processing to a specified purpose | May we use support tickets to train a chatbot if customers were never told?
Article 5(1)(c) | data minimisation | collect no more personal data than the purpose needs | Is asking for a date of birth at a newsletter sign-up too much?
Article 5(1)(d) | the accuracy of personal data | correct or erase inaccurate personal data without delay | Who checks that addresses in our CRM are still accurate?
Article 5(1)(e) | storage limitation | set a retention period for every category of data | How long may we keep the CVs of applicants we did not hire?
Article 5(2) | accountability | demonstrate compliance with the principles | What does the burden of proof in the accountability principle mean for a start-up?
Article 6(1)(a) | consent as a legal basis | obtain consent before the processing starts | Is a pre-ticked box ever valid consent?
Article 6(1)(b) | the performance of a contract as a legal basis | limit contract-based processing to what the contract needs | Can an online shop base personalised advertising on its contract with the buyer?
Article 6(1)(c) | legal obligations as a legal basis | name the law behind each legal obligation | Does an obligation under United States law count as a legal basis?
Article 6(1)(f) | legitimate interests | balance legitimate interests against those of the person | What are the three steps of a legitimate interests assessment?
Article 6(4) | further processing for another purpose | test whether a new purpose is compatible with the old one | Which five factors decide whether a new purpose is compatible?
Article 7(1) | proof of consent | keep proof of when and how consent was given | What exactly must a consent log record?
Article 7(3) | the withdrawal of consent | make it as easy to withdraw consent as to give it | May we require a phone call to withdraw consent that was given by a click?
Article 7(4) | freely given consent | keep consent apart from the acceptance of terms | Is consent valid if the service is refused without it?
Article 8 | the consent of children | verify parental consent for online services to children | Which age limit for online consent applies in France, and which in Germany?
Article 9(1) | special categories of personal data | establish an exception before using special categories of data | Are photographs of employees always biometric data?
Article 9(2)(a) | explicit consent to the use of health data | ask for explicit consent to use health data | Can a fitness app rely on explicit consent to share health data with an insurer?
Article 10 | data on criminal convictions | process conviction data only where the law allows it | May an employer keep a copy of a criminal record certificate?
Article 12(1) | clear and plain language in notices | inform people in clear and plain language | Do we need a translation of the privacy notice for customers in Poland?
Article 12(3) | the time limit for answering requests | answer requests of data subjects within one month | A request arrived on 31 January; on which date does the one-month period end?
Article 12(5) | excessive requests | justify a refusal of manifestly excessive requests | Can we charge a fee for the fourth access request of the same person in a year?
Article 12(6) | the identity of people who make requests | ask for more information when identity is in doubt | Is a copy of a passport a proportionate way to verify a requester?
Article 13 | privacy notices at collection | inform people when their data are collected | Must a privacy notice list every recipient by name?
Article 14 | notices about data from other sources | inform people within one month about data from other sources | We bought a list of leads; when must those people be informed?
Article 15(1) | the right of access | answer access requests with all required details | Does the right of access cover internal notes about a customer?
Article 15(3) | copies of personal data | provide a first copy of personal data free of charge | Does a “copy” mean the whole document or only the data in it?
Article 16 | the right to rectification | rectify inaccurate data without undue delay | May a customer demand that we correct a credit score?
Article 17(1) | the right to erasure | erase data that are no longer needed | Do we have to erase a person from our backups too?
Article 17(3) | exceptions to erasure | refuse erasure where a law requires retention | Can we refuse erasure of invoices that tax law obliges us to keep?
Article 18 | the restriction of processing | restrict processing while accuracy is disputed | How is restricted data marked in a system without a restriction flag?
Article 19 | the notification of recipients | tell recipients about rectified or erased data | Must we tell our mailing provider when a customer is erased?
Article 20 | data portability | hand over data in a machine-readable format | Are inferred preferences part of the right to data portability?
Article 21(1) | the right to object | stop processing after a justified objection | What are compelling legitimate grounds against an objection?
Article 21(2) | objections to direct marketing | stop direct marketing on the first objection | May we keep an address on a suppression list after an objection?
Article 22 | automated individual decisions | offer human review of automated decisions | Is an automatic rejection of a loan below a score always forbidden?
Article 24 | the responsibility of the controller | review technical and organisational measures regularly | How often should a controller review data protection policies?
Article 25(1) | data protection by design | build data protection into new systems from the design | Which design decisions should be recorded to prove data protection by design?
Article 25(2) | data protection by default | set the most private option by default | Must profile visibility in an app be set to private by default?
Article 26 | joint controllers | agree on the duties of joint controllers in an arrangement | Is the operator of a fan page a joint controller with the platform?
Article 27 | representatives in the Union | appoint a representative in the Union | Does a Canadian shop with 200 customers in the EU need a representative?
Article 28(1) | the choice of processors | choose processors that offer sufficient guarantees | Is an ISO 27001 certificate a sufficient guarantee of a processor?
Article 28(2) | sub-processors | authorise sub-processors in writing | How long should the objection period for a new sub-processor be?
Article 28(3) | data processing agreements | sign a data processing agreement with every processor | Is a tax adviser a processor, so that we need a processing agreement?
Article 28(3)(g) | the return of data at the end of a contract | have processors delete or return all data at the end | A processor keeps our logs for 90 days after termination; is that allowed?
Article 30(1) | records of processing activities | keep records of all processing activities | Which fields are mandatory in a record of processing activities?
Article 30(5) | the exemption for small organisations | check whether the exemption for small organisations applies | Does a firm with 40 employees and a payroll need processing records?
Article 32(1)(a) | pseudonymisation and encryption | pseudonymise or encrypt personal data where appropriate | Is a hashed e-mail address anonymous or only pseudonymous?
Article 32(1)(c) | the restoration of availability after an incident | restore access to personal data quickly after an incident | Is a ransomware attack without any leak a personal data breach?
Article 32(1)(d) | regular tests of security measures | test the effectiveness of security measures regularly | How often do regulators expect penetration tests of a patient portal?
Article 33(1) | the 72-hour breach notification | notify the authority of a breach within 72 hours | When does the 72-hour clock start if a vendor tells us about a breach on a Sunday?
Article 33(2) | breach notices from processors | notify the controller of a breach without undue delay | Is 48 hours an acceptable notice period in a processing agreement?
Article 33(5) | the internal breach register | document every breach, notified or not | What do we write into the breach register for a lost, encrypted laptop?
Article 34 | the communication of a breach to people | tell people about a breach of high risk | May a banner on our website replace letters to 80 000 affected customers?
Article 35(1) | data protection impact assessments | carry out a DPIA before high-risk processing starts | Does CCTV with face recognition at a stadium require a DPIA?
Article 35(7) | the contents of an impact assessment | describe risks and measures in the DPIA | Which four elements must every DPIA contain?
Article 36 | prior consultation | consult the authority when a high risk remains | How long may the authority take to answer a prior consultation?
Article 37(1) | the designation of a data protection officer | designate a data protection officer where required | Do we need a DPO?
Article 38(3) | the independence of the data protection officer | protect the data protection officer from instructions | Can we dismiss a data protection officer who slows down projects?
Article 38(6) | conflicts of interest of the data protection officer | keep the data protection officer free of conflicts of interest | May the head of IT also be the data protection officer?
Article 44 | transfers to third countries | check every transfer to a third country before it starts | Is remote access by a support team in India a transfer?
Article 45 | adequacy decisions | rely on an adequacy decision for a transfer | What happens to our transfers if an adequacy decision is struck down?
Article 46(2)(c) | standard contractual clauses | sign standard contractual clauses with the importer | Which module of the standard contractual clauses fits a US processor?
Article 47 | binding corporate rules | have binding corporate rules approved for the group | When are binding corporate rules worth the effort for a group of six companies?
Article 49 | derogations for specific transfers | limit derogations to occasional transfers | Can a travel agency send booking data to a hotel in Bali without safeguards?
Article 56 | the lead supervisory authority | identify the lead supervisory authority | Who is our lead authority if decisions are made in Dublin and Munich?
Article 82 | compensation of data subjects | defend the organisation against claims for damages | Is annoyance about spam enough for non-material damages?
Article 83(5) | administrative fines | estimate the exposure to administrative fines | Is the 4 % fine based on the turnover of the subsidiary or of the group?
Article 88 | the data of employees | follow national rules on employee data | May an employer compare an applicant’s résumé with a private social network?
Article 89 | research and statistics | apply safeguards to research data | Can a university keep interview recordings longer “for research”?
`;

const askers = `
We are a start-up with nine people.
We are a bank in three member states.
We run a loyalty app in cafés.
We are a processor for clinics.
We sell fitness trackers.
We are a city council.
We are a US firm with EU customers.
We publish a free mobile game.
We are a recruiter in Lyon.
We operate a telematics platform.
We are an insurer with 2 m customers.
We run a school network.
We host e-mail for small firms.
We are a non-profit in Vienna.
We record support calls.
We charge € 50 a month per user.
We are two joint controllers.
We merged with a competitor.
We run CCTV in car parks.
We analyse shopping baskets.
`;

/** The General Data Protection Regulation of the European Union. */
export const gdpr: Framework = {
  name: 'gdpr',
  idPrefix: 'gdpr',
  law: 'the GDPR',
  auditor: 'a supervisory authority',
  organisation: 'a controller',
  provider: 'a processor',
  topics: readTopics('gdpr-2016-679', topics),
  askers: linesOf(askers),
};
