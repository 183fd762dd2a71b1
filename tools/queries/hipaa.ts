import { linesOf, readTopics, type Framework } from './framework.ts';

const privacy = `
§ 164.502(b) | the minimum necessary standard | limit uses of PHI to the minimum necessary | Does the minimum necessary standard apply to disclosures for treatment?
§ 164.502(f) | the records of deceased people | protect the PHI of deceased people for 50 years | May a grandchild obtain the records of a patient who died in 1980?
§ 164.504(e) | business associate agreements | sign an agreement with every business associate | Is a cloud provider a business associate if it stores only encrypted PHI?
§ 164.506(c) | treatment, payment and operations | share PHI for treatment, payment and operations | May a clinic send records to another provider without an authorisation?
§ 164.508(a)(2) | psychotherapy notes | obtain an authorisation before sharing psychotherapy notes | What makes a therapist’s note a psychotherapy note under HIPAA?
§ 164.508(a)(3) | marketing uses of PHI | obtain an authorisation before marketing with PHI | Is a refill reminder paid for by a manufacturer marketing?
§ 164.508(c) | the elements of a valid authorisation | include every required element in an authorisation form | Which core elements must a HIPAA authorisation contain?
§ 164.510(a) | facility directories | let patients object to the facility directory | May a hospital tell a caller that a patient has been admitted?
§ 164.510(b) | disclosures to family and friends | share with relatives only what concerns their involvement | Can a nurse discuss test results with a patient’s roommate?
§ 164.512(b) | disclosures for public health | report notifiable diseases to public health authorities | Do we need consent to report a case of measles to the health department?
§ 164.512(e) | subpoenas and court orders | check the assurances that come with a subpoena | A lawyer’s subpoena has no court order; may we hand over the chart?
§ 164.512(f) | disclosures to law enforcement | limit disclosures to law enforcement to what is permitted | What may an emergency department tell the police about a gunshot wound?
§ 164.512(i) | research without an authorisation | obtain a waiver from a review board before research | When can an IRB waive the authorisation for a chart review?
§ 164.514(b)(1) | expert determination | have an expert confirm a very small risk of re-identification | Who qualifies as an expert for de-identification by expert determination?
§ 164.514(b)(2) | the safe harbour for de-identification | remove all 18 identifiers under the safe harbour | May a de-identified data set keep the year of birth of patients over 89?
§ 164.514(e) | limited data sets | sign a data use agreement for a limited data set | Can a limited data set contain ZIP codes and dates of service?
§ 164.514(f) | fundraising with PHI | offer a way to opt out of fundraising | Which patient data may a hospital foundation use for fundraising?
§ 164.514(h) | the verification of requesters | verify the identity of people who request PHI | How should a call centre verify a patient who asks for lab results?
§ 164.520 | the notice of privacy practices | give patients a notice of privacy practices | Where must a dental practice post its notice of privacy practices?
§ 164.522(a) | requests for restrictions | honour a restriction when the patient paid in full | A patient paid cash and wants nothing sent to the insurer; must we comply?
§ 164.522(b) | confidential communications | accommodate reasonable requests for other channels | Must we send bills to another address if a patient asks without a reason?
§ 164.524(b) | the time limit for access requests | provide access to records within 30 days | Can we extend the 30 days for an access request, and by how long?
§ 164.524(c) | the form and fee of copies | charge only a reasonable, cost-based fee for copies | May we charge a search fee for an electronic copy of a record?
§ 164.526 | the amendment of records | act on requests for amendment within 60 days | On which grounds may a provider deny a request to amend a record?
§ 164.528 | the accounting of disclosures | account for disclosures of the past six years | Which disclosures may be left out of an accounting of disclosures?
§ 164.530(a) | the privacy official | designate a privacy official and a contact | Can the privacy official and the security official be one person?
§ 164.530(b) | privacy training | train the workforce in privacy policies | Do volunteers and students have to receive HIPAA privacy training?
§ 164.530(d) | complaints about privacy | document every privacy complaint and its outcome | How must a practice handle a privacy complaint posted as an online review?
§ 164.530(e) | sanctions against workforce members | apply sanctions to workforce members who break the rules | What is a fair sanction for snooping in a celebrity’s chart?
§ 164.530(j) | the six-year retention of policies | keep policies and their changes for six years | Does the six-year rule apply to medical records or only to HIPAA documents?
`;

const security = `
§ 164.306(d) | addressable specifications | document decisions on addressable specifications | Is “addressable” the same as optional?
§ 164.308(a)(1)(ii)(A) | the risk analysis | carry out an accurate and thorough risk analysis | Is a completed checklist a valid HIPAA risk analysis?
§ 164.308(a)(1)(ii)(B) | risk management | reduce risks to a reasonable and appropriate level | How quickly must risks found in the risk analysis be reduced?
§ 164.308(a)(1)(ii)(D) | the review of system activity | review audit logs and access reports regularly | How often should we review who opened which patient’s chart?
§ 164.308(a)(2) | the security official | assign one official who is responsible for security | Can an outside consultant be our HIPAA security official?
§ 164.308(a)(3)(ii)(C) | the termination of access | end access when employment ends | By when must the badge and login of a dismissed nurse be disabled?
§ 164.308(a)(4) | the authorisation of access to ePHI | authorise access to ePHI by role | Should billing clerks be able to open clinical notes?
§ 164.308(a)(5) | security awareness training | run a security awareness programme for all staff | Which topics belong in security reminders for a small clinic?
§ 164.308(a)(5)(ii)(C) | log-in monitoring | monitor log-in attempts and report discrepancies | How many failed log-ins should trigger an alert in an EHR?
§ 164.308(a)(6)(ii) | the response to security incidents | identify, mitigate and document security incidents | Is a blocked phishing e-mail a security incident that we must document?
§ 164.308(a)(7)(ii)(A) | data backups of ePHI | create retrievable exact copies of ePHI | Do snapshots in the same cloud region count as a data backup plan?
§ 164.308(a)(7)(ii)(B) | the disaster recovery plan | establish procedures to restore lost data | What must a disaster recovery plan of a rural hospital contain?
§ 164.308(a)(7)(ii)(C) | the emergency mode operation plan | keep critical processes running in emergency mode | How do we protect ePHI while running on paper during an outage?
§ 164.308(a)(7)(ii)(D) | tests of contingency plans | test and revise contingency plans periodically | Is a table-top exercise enough to test a contingency plan?
§ 164.308(a)(8) | periodic evaluations | evaluate safeguards after operational changes | Does a new telehealth platform trigger a HIPAA evaluation?
§ 164.310(a)(1) | facility access controls | limit physical access to systems with ePHI | Is a locked closet enough for a server in a doctor’s office?
§ 164.310(b) | workstation use | define the proper use of workstations | May a reception screen face the waiting room?
§ 164.310(c) | workstation security | restrict physical access to workstations | How do we secure laptops on carts in a hospital corridor?
§ 164.310(d)(2)(i) | the disposal of media | dispose of media so that ePHI cannot be read | How do we dispose of a leased copier with a hard disk?
§ 164.310(d)(2)(ii) | the reuse of media | remove ePHI before media are reused | Which wiping method is accepted before a tablet goes to another ward?
§ 164.312(a)(2)(i) | unique user identification | assign a unique name or number to every user | Can nurses on one ward share a generic EHR login?
§ 164.312(a)(2)(ii) | emergency access | establish a procedure for emergency access to ePHI | How does a break-glass account satisfy the emergency access procedure?
§ 164.312(a)(2)(iii) | automatic logoff | end sessions after a time of inactivity | How many minutes before automatic logoff are reasonable in an operating theatre?
§ 164.312(a)(2)(iv) | the encryption of stored ePHI | encrypt ePHI at rest where reasonable | Is a stolen but fully encrypted laptop a reportable breach?
§ 164.312(b) | audit controls | record activity in systems that contain ePHI | Which events must an EHR audit log record?
§ 164.312(c)(1) | the integrity of ePHI | protect ePHI from improper alteration | How can we detect that lab results were altered after release?
§ 164.312(d) | the authentication of people | verify that people are who they claim to be | Does HIPAA require two-factor authentication for remote access?
§ 164.312(e)(1) | transmission security | guard ePHI against interception in transit | May a doctor send an X-ray to a patient by ordinary e-mail?
§ 164.316(b)(2)(i) | the retention of security documents | keep security documents for six years | From which date do the six years for a security policy run?
`;

const breach = `
§ 164.402 | the definition of a breach | assess the four factors after an impermissible disclosure | Which four factors decide whether a misdirected fax is a breach?
§ 164.404(b) | the 60-day notice to individuals | notify affected individuals within 60 days | When does the 60-day clock start if a vendor discovers the breach first?
§ 164.404(c) | the contents of a breach notice | describe the breach and the remedies in the notice | Which five elements must a breach letter to patients contain?
§ 164.404(d) | substitute notices | post a substitute notice when addresses are out of date | Addresses of 14 patients are wrong; what form of notice is required?
§ 164.406 | notices to the media | notify the media of breaches of more than 500 residents | Does a breach of 600 people in two states require a press release?
§ 164.408 | notices to the Secretary | report breaches to the Secretary of HHS | By when must a breach of 30 people be reported to HHS?
§ 164.410 | breach notices from business associates | notify the covered entity of a breach without delay | How soon must a billing company tell the clinic about a breach?
§ 164.412 | delays for law enforcement | delay a notice when law enforcement asks for it | How long may notices wait if the police ask for a delay only orally?
§ 164.414(b) | the burden of proof | prove that all required notices were sent | Which documents prove that an incident was not a breach?
`;

const askers = `
We are a clinic with two doctors.
We run three hospitals.
We are a dental practice.
We bill for 80 practices.
We host records in the cloud.
We build a telehealth app.
We are a health plan.
We run a nursing home.
We are a pharmacy chain.
We operate a lab in Ohio.
We are a clearinghouse.
We transcribe dictations.
We shred records for clinics.
We treat students on a campus.
We run a fertility clinic.
We use an AI scribe.
We merged two practices.
We had a breach in March.
We send X-rays to specialists.
We pay € 9 a user for our EHR.
`;

/** HIPAA: the Privacy, Security and Breach Notification Rules, 45 CFR Part 164. */
export const hipaa: Framework = {
  name: 'hipaa',
  idPrefix: 'hipaa',
  law: 'HIPAA',
  auditor: 'an OCR investigator',
  organisation: 'a covered entity',
  provider: 'a business associate',
  topics: [
    ...readTopics('hipaa-privacy-rule', privacy),
    ...readTopics('hipaa-security-rule', security),
    ...readTopics('hipaa-breach-rule', breach),
  ],
  askers: linesOf(askers),
};
