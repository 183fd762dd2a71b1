import { linesOf } from './framework.ts';

/**
 * Paragraphs about one imagined company, in an order in which any selection reads well that has all those that tell of the
 * incident. Case descriptions of about 5 000 characters are filled with them.
 */
export const companyParagraphs: readonly string[] = linesOf(`
Brightwater Holding has 1 340 employees in Cork, Lyon, Kraków and Columbus, Ohio. About 410 of them work from home for most of the week. The company grew by three acquisitions in six years, and each of the acquired firms brought its own directory, its own ticket system and its own habits. A programme to bring everything onto one platform began two years ago; it is roughly 70 % complete, and the remaining systems are the oldest and the least documented ones.
The central platform runs in two regions of a public cloud. Production, staging and development are separate accounts under one organisation, but the staging account was built as a copy of production in 2021 and still contains a peering connection that nobody has removed. Infrastructure is described as code for the newer services. The older ones were set up by hand, and their settings are compared with a baseline only once a year, before the audit.
Identity is handled by one provider with single sign-on for 61 applications. Multi-factor authentication is enforced for everyone by an authenticator app; 38 accounts are exempt, most of them service accounts, four of them belonging to executives who asked for an exception during a business trip and were never put back. Leavers are disabled by a nightly job that reads the personnel system, so an exit that is entered late is also carried out late.
Logs of servers, databases and the identity provider go to a central system and are kept for 13 months, the first four of them searchable at once. Two administrators are able to change the retention settings. An on-call engineer looks at alerts at night; there are about 90 alerts a week, and a sample in April showed that one in five was closed without a comment. Logs of the acquired firm in Lyon are still kept locally for 30 days.
Backups are taken every night and copied to the second region. A full restore was last tested 14 months ago and took 19 hours, against a target of eight. The test before that one was stopped half-way because an encryption key could not be found; the key has since been moved to the key management service, where five people may use it. There is no written procedure for a restore without the identity provider.
Some 220 suppliers have some kind of access to information. They are sorted into three tiers. The 24 suppliers of the first tier answer a questionnaire every year and hand in a certificate or an assurance report; six of these reports end in September, while the company’s own year ends in December. Suppliers of the second and third tier were assessed when they were chosen and not again. A support company in Manila has remote access on request.
On Tuesday, 14 May, at 09:20, an analyst noticed that a report contained columns that should not have been there. A developer found that a change of the previous Thursday had switched a view from masked to plain values. The change had been reviewed by a colleague and tested, but the test data held no values that would have shown the difference. The view was corrected at 11:05. Between the change and the correction it had been read by 17 people and by one scheduled export.
The scheduled export goes to a folder that is shared with a marketing agency in Barcelona. The agency confirmed on Wednesday that one of its employees had downloaded the file to a laptop and opened it in a spreadsheet to count rows. The laptop is encrypted. The agency deleted the file and sent a signed statement, but it could not say whether its own backup had run in between. Its contract runs out at the end of the year and contains a clause on audits that was never used.
The security team classified the event as medium on Tuesday noon and as high on Wednesday afternoon. The legal department was informed on Wednesday at 16:40, the management board on Thursday morning. Nobody is certain which of these moments counts as the moment of discovery. The ticket was opened under the heading “wrong columns in report”, and for the first day all communication took place in a chat channel that 64 people are able to read.
In the following week the internal auditors looked at the change process. Of 40 changes in the sample, 37 had a review, 36 had a test and 31 had an approval that was dated before the release. Emergency changes are approved afterwards; two of five had not been approved at all. The head of development points out that all changes are recorded in the version control system and that nobody is able to alter that record without leaving a trace.
A consultant who was hired to help suggested three measures: to encrypt the columns with a key that only the application can use, to separate the duty to approve a change from the duty to release it, and to reduce the data in the view to what the report needs. The estimates are € 85 000, € 40 000 and € 12 000. The board is willing to spend € 100 000 this year and wants to know which of the measures is required and which is merely desirable.
Training takes place once a year as an online course of 35 minutes, which 93 % of the staff completed on time. Developers have an additional course on secure coding that was last revised in 2020. After a simulated phishing message in March, 11 % of the recipients clicked and 4 % typed in a password; the results were discussed with the managers, but not with the people concerned. New employees start work, on average, nine days before they take the course.
Two customers have since sent letters. The first one, a public authority, wants a complete description of what happened and a list of all persons who could have seen its data. The second one, a retailer with its own auditors, asks for evidence that the controls worked during the whole of the past twelve months and not only on the day of the audit. Both expect an answer within ten working days, and both contracts allow them to terminate without notice.
The documents themselves are in good order. There are 31 policies, each with an owner and a date of review; 28 were reviewed in the past twelve months. Interviews showed, however, that only a third of the owners had read their policy when they confirmed it, and that the policy on retention contradicts the schedule in the archive system for two kinds of records. The risk register has 112 entries, of which nine are older than three years and have no measure.
`);

/** Tells the paragraphs that the questions of large cases refer to. */
export function tellsIncident(paragraph: string): boolean {
  return /^(?:On Tuesday, 14 May|The scheduled export|The security team)/u.test(paragraph);
}

/** A case: who it is about, and what is asked in the end. `large` ones are filled with paragraphs about the company. */
export type Case = {
  readonly framework: 'pci-dss' | 'gdpr' | 'iso-27001' | 'sox' | 'hipaa';
  readonly docId: string;
  readonly large: boolean;
  readonly opening: string;
  readonly question: string;
};

/** The cases of the long corpus, in its order. */
export const cases: readonly Case[] = [
  {
    framework: 'pci-dss',
    docId: 'pci-dss-4.0',
    large: false,
    opening:
      'We run 42 cafés and one online shop. Card payments in the cafés go through terminals that are validated for point-to-point encryption; the online shop uses the hosted payment page of a gateway in an iframe. Last month a manager in Rennes exported the nightly settlement file to check a chargeback and stored it on a shared drive that all managers can read. The file contains 18 400 lines with the first six and the last four digits of each card number, the expiry date and an authorisation code. In a second folder, from 2019, we found 212 scanned order forms with full card numbers and, on 37 of them, the three-digit verification code. The shared drive is backed up every night, and its backups are kept for two years. Our assessor comes in five weeks. So far we have completed SAQ A for the shop and SAQ P2PE for the cafés.',
    question:
      'Which of these findings are violations of Requirement 3, does the shared drive enter our scope, and what must be done about the backups before the assessment?',
  },
  {
    framework: 'gdpr',
    docId: 'gdpr-2016-679',
    large: false,
    opening:
      'We operate a booking platform for physiotherapists with 3 100 practices in Germany, Austria and France. Patients enter their name, telephone number and, in a free text field, the reason for their visit. Since January the free text has been sent to a language model of a provider in the United States, which suggests the length of the appointment; the practices were informed by a line in the release notes. A patient in Graz has now asked for access to all her data, for the name of every recipient, and for the deletion of everything that was sent to the provider. She adds that she never agreed to anything and gives us one week. The provider says that inputs are kept for 30 days to detect abuse and are not used for training. Our contract with the practices calls us a processor, our contract with the provider was signed by us in our own name, and no impact assessment exists.',
    question:
      'Who has to answer the patient and by when, which legal basis could cover the free text, and is an impact assessment under Article 35 overdue?',
  },
  {
    framework: 'iso-27001',
    docId: 'iso-27001-2022',
    large: false,
    opening:
      'Our company writes software for wind farms, has 74 employees and has been certified under the 2013 edition since 2020. The transition audit is due in eight weeks. The statement of applicability still lists 114 controls; a trainee mapped them to the 93 controls of the new edition but left the eleven new ones marked “not applicable, to be checked”. Threat intelligence is a newsletter that the head of operations reads on Fridays. We use four cloud services, of which one was introduced by the sales team without a review. Configuration of servers is described as code, and every change is reviewed, but laptops are set up by hand from a list. Backups are tested. Nobody has ever deleted anything on purpose, because customers sometimes ask for old measurements. Two of the last three management reviews were held by e-mail.',
    question:
      'Which of the new controls can we justify excluding, what would count as a major nonconformity in the transition audit, and in which order should we close the gaps?',
  },
  {
    framework: 'sox',
    docId: 'sox-2002',
    large: false,
    opening:
      'We are an accelerated filer with revenue of $ 310 million. In the third quarter our controller found that a consultant had held both the role that creates suppliers and the role that releases payments in the ERP from 2 February to 19 August. The consultant created eleven suppliers in that time; all of them appear genuine, and payments to them amount to $ 1.9 million. A monthly report that compares new suppliers with the addresses of employees was produced and signed in five of the seven months. The quarterly review of access rights in April listed the conflict, but the reviewer marked it as accepted without giving a reason. Materiality for the year was set at $ 2.4 million. The CFO takes the view that nothing was lost and that the matter is therefore an operating detail that belongs in no report.',
    question:
      'Is this a control deficiency, a significant deficiency or a material weakness, may the monthly report count as a compensating control, and what must the officers disclose under Section 302?',
  },
  {
    framework: 'hipaa',
    docId: 'hipaa-breach-rule',
    large: false,
    opening:
      'We are a group of nine clinics with one billing company. On 3 June a nurse sent a list of 126 patients to the wrong e-mail address; the list held names, dates of birth and the date of the next appointment in our clinic for infectious diseases. The recipient is a carpenter with a similar name. He called the next morning, said that he had opened the file, and offered to delete it. On 5 June the billing company told us that one of its laptops had been stolen from a car on 20 May; the disk was encrypted, but the police found the password on a note in the same bag. The laptop contained claims of 2 380 patients, 540 of them living across the state line. The billing company had known since 21 May and wanted to finish its own inquiry first. Our agreement with it says “without unreasonable delay”.',
    question:
      'Which of the two events is a breach under § 164.402, from which day does each 60-day period run, and whom must we notify besides the patients?',
  },
  {
    framework: 'pci-dss',
    docId: 'pci-dss-4.0',
    large: false,
    opening:
      'Our call centre takes orders for 19 retailers. Agents type card numbers into the retailer’s own web form while the customer speaks; calls are recorded for training and kept for 90 days. A tool is meant to pause the recording when the payment page opens, but a test of 300 calls showed that in 23 of them the pause came late and at least part of the card number was audible, in six of them also the verification code. Since the spring, 80 of our 240 agents have worked from home on laptops of the company, over a VPN, with their own routers. A new transcription service turns recordings into text for quality control; the text is kept for a year and can be searched by all team leaders. We regard ourselves as a service provider and sent the retailers an attestation in which recordings and transcripts are not mentioned.',
    question:
      'Do the recordings and transcripts hold sensitive authentication data after authorisation, are the homes of our agents in scope, and what do we have to tell the retailers?',
  },
  {
    framework: 'gdpr',
    docId: 'gdpr-2016-679',
    large: true,
    opening:
      'Please assess the following case under the GDPR. Brightwater Holding runs a loyalty programme for 190 retailers; 2.3 million people in eleven member states take part. It decides on the tiers of the programme itself and shares the results with the retailers, which regard themselves as the only controllers.',
    question:
      'Which breaches have to be notified to which supervisory authority, when did the 72 hours of Article 33 begin, do the people concerned have to be told under Article 34, and are the company and the retailers joint controllers under Article 26?',
  },
  {
    framework: 'iso-27001',
    docId: 'iso-27001-2022',
    large: true,
    opening:
      'You are preparing the surveillance audit of an information security management system under ISO 27001:2022. Brightwater Holding has been certified for four years; the scope is “the development and operation of the customer platform at all sites”, and 88 of the 93 controls of Annex A are applicable.',
    question:
      'Which of these facts are nonconformities against which clause or control, which of them would you grade as major, and which evidence should the company prepare to show that the causes have been removed?',
  },
  {
    framework: 'sox',
    docId: 'coso-2013',
    large: true,
    opening:
      'Consider the general IT controls of a company that has to comply with SOX for the second year. Brightwater Holding is listed in New York; its ledger, its consolidation and its revenue engine run on the platform that is described here, and its external auditor attests to internal control under Section 404(b).',
    question:
      'Which of these facts are deficiencies of general IT controls, can automated controls that depend on them still be relied upon, and how should the deficiencies be aggregated before the year ends?',
  },
  {
    framework: 'hipaa',
    docId: 'hipaa-security-rule',
    large: true,
    opening:
      'Please assess the following business associate under the HIPAA Security Rule and the Breach Notification Rule. Brightwater Holding processes appointment reminders and invoices for 64 hospitals and clinics; the report that is mentioned below contained the names, insurance numbers and appointment types of 9 120 patients.',
    question:
      'Which standards of § 164.308 and § 164.312 were not met, is there a low probability that the PHI has been compromised, and what must the company tell the covered entities, by when, and with which details?',
  },
];
