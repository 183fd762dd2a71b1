import { linesOf, readTopics, type Framework } from './framework.ts';

const clauses = `
clause 4.1 | the context of the organisation | determine the internal and external issues of the ISMS | Must we consider climate change in the context of the organisation since 2024?
clause 4.2 | the needs of interested parties | determine the needs of interested parties | Are regulators and cyber insurers interested parties of our ISMS?
clause 4.3 | the scope of the ISMS | define the boundaries of the ISMS in a documented scope | Can we certify one product team and leave the rest of the company out of scope?
clause 5.2 | the information security policy | establish an information security policy | Who has to approve the top-level information security policy?
clause 5.3 | roles and responsibilities in the ISMS | assign responsibilities and authorities for the ISMS | Is a CISO mandatory?
clause 6.1.2 | the risk assessment process | apply an information security risk assessment process | Does ISO 27001:2022 prescribe an asset-based risk assessment?
clause 6.1.3 | the statement of applicability | justify every included or excluded Annex A control | Which columns must a statement of applicability have?
clause 6.2 | information security objectives | set measurable information security objectives | Give three measurable security objectives for a software company of 50 people.
clause 6.3 | planned changes to the ISMS | plan changes to the ISMS before they are made | What is new in clause 6.3 of the 2022 edition?
clause 7.2 | competence | keep evidence of the competence of people | Is a training certificate enough evidence of competence?
clause 7.5 | documented information | control the documented information of the ISMS | Which documents are mandatory for an ISO 27001:2022 certificate?
clause 8.1 | operational planning and control | control outsourced processes that affect the ISMS | How does clause 8.1 treat a process that a supplier runs for us?
clause 9.1 | monitoring and measurement | evaluate the performance of the ISMS | Which metrics show that an ISMS is effective rather than merely documented?
clause 9.2 | internal audits | audit the ISMS at planned intervals | May our security manager be the internal auditor of the ISMS?
clause 9.3 | the management review | review the ISMS with top management at planned intervals | Which inputs does clause 9.3 demand for a management review?
clause 10.2 | nonconformities and corrective actions | correct nonconformities and remove their causes | How many days do we have to close a major nonconformity?
`;

const controls = `
control 5.1 | topic-specific security policies | review security policies at planned intervals | How many topic-specific policies does a small SaaS firm really need?
control 5.3 | the segregation of duties | separate conflicting duties | How can a team of three segregate duties in deployments?
control 5.5 | contact with authorities | maintain contact with relevant authorities | Which authorities should be on our incident contact list?
control 5.7 | threat intelligence | collect and analyse threat intelligence | Is a subscription to a vendor newsletter threat intelligence?
control 5.8 | information security in projects | integrate information security into project management | At which project gate should security risks be assessed?
control 5.9 | the inventory of assets | keep an inventory of assets with owners | Do containers that live for ten minutes belong in the asset inventory?
control 5.10 | acceptable use | write rules for the acceptable use of assets | Should an acceptable use policy mention generative AI tools?
control 5.11 | the return of assets | collect all assets when people leave | What if a departing remote worker does not send back a laptop?
control 5.12 | the classification of information | classify information by its protection needs | Are three classification levels enough for a law firm?
control 5.13 | the labelling of information | label information by the classification scheme | Do we have to label every e-mail with its classification?
control 5.14 | information transfer | protect information in transfer | Which rules do we need for sending files to clients by messenger?
control 5.15 | access control rules | define rules for physical and logical access | What is the difference between controls 5.15 and 5.18?
control 5.16 | identity management | manage the full life cycle of identities | How should service identities be approved and retired?
control 5.17 | authentication information | manage the allocation of passwords and keys | May an initial password be sent by text message?
control 5.18 | access rights | review access rights at regular intervals | How often should access rights of privileged users be reviewed?
control 5.19 | security in supplier relationships | manage the security risks of suppliers | How do we tier 180 suppliers by security risk?
control 5.20 | security clauses in supplier agreements | agree on security requirements with each supplier | Which security clauses belong in a contract with a cleaning company?
control 5.22 | the monitoring of supplier services | monitor and review supplier services regularly | Is reading a supplier’s SOC 2 report once a year enough monitoring?
control 5.23 | the use of cloud services | define how cloud services are acquired, used and left | What must a cloud exit strategy contain for control 5.23?
control 5.24 | incident management planning | plan and prepare for security incidents | Who should be in an incident response team of a 30-person company?
control 5.26 | the response to incidents | respond to incidents by documented procedures | When may we shut down a production system during an incident?
control 5.28 | the collection of evidence | collect and preserve evidence of incidents | How do we preserve evidence from a cloud server that may be deleted?
control 5.29 | security during disruption | maintain information security during disruption | May we relax MFA during a disaster recovery exercise?
control 5.30 | ICT readiness for business continuity | test ICT continuity against recovery objectives | How do RTO and RPO relate to control 5.30?
control 5.31 | legal and contractual requirements | identify all legal and contractual requirements | How do we keep a register of legal requirements up to date?
control 5.32 | intellectual property rights | protect intellectual property rights | Is a scan for open-source licences part of control 5.32?
control 5.34 | privacy and personal data | protect personal data as laws and contracts require | Do we need ISO 27701 to satisfy control 5.34?
control 5.35 | independent reviews of security | have the approach to security reviewed independently | Does a customer’s audit count as an independent review?
control 6.1 | the screening of candidates | screen candidates before they join | Which background checks are proportionate for a junior developer?
control 6.3 | awareness, education and training | train people in security for their role | How do we measure whether awareness training changed behaviour?
control 6.4 | the disciplinary process | apply a disciplinary process to policy violations | Must employees sign that they know the disciplinary process?
control 6.6 | confidentiality agreements | sign confidentiality agreements with staff and partners | How long should an NDA last after a contractor has left?
control 6.7 | remote working | secure information that is handled at remote sites | May staff work on confidential files in a café?
control 7.2 | physical entry controls | control entry to secure areas | Are visitor badges enough for an office without a reception?
control 7.4 | physical security monitoring | monitor premises for unauthorised access | Does an alarm without cameras satisfy control 7.4?
control 7.7 | clear desks and clear screens | enforce a clear desk and clear screen policy | How does a clear desk policy work in a shared coworking space?
control 7.10 | storage media | manage storage media through their life cycle | May we reuse SSDs from decommissioned servers?
control 7.14 | the secure disposal of equipment | erase equipment before disposal or reuse | Is a factory reset sufficient before we sell old phones?
control 8.1 | user endpoint devices | protect information on user endpoint devices | Which rules apply to private phones that read company e-mail?
control 8.2 | privileged access rights | restrict and manage privileged access rights | Should developers have standing administrator rights in production?
control 8.5 | secure authentication | apply secure authentication to systems | Is a passkey without a password stronger than a password with a code by text?
control 8.7 | protection against malware | protect systems against malware | Does application allow-listing replace an antivirus product?
control 8.8 | technical vulnerabilities | remedy technical vulnerabilities in time | Which deadlines for patching do certification auditors accept?
control 8.9 | configuration management | define and monitor secure configurations | Is infrastructure as code sufficient evidence for control 8.9?
control 8.10 | the deletion of information | delete information that is no longer required | How do we prove deletion in a managed database service?
control 8.11 | data masking | mask data by the access policy | Where do masking and anonymisation differ in control 8.11?
control 8.12 | data leakage prevention | prevent the leakage of sensitive information | Does a company without a DLP product fail control 8.12?
control 8.13 | backups | back up information and test the restore | How often must a restore from backup be tested?
control 8.15 | logging | protect logs against changes and deletion | Who should not be able to delete the logs of administrators?
control 8.16 | monitoring activities | monitor networks and systems for anomalies | Is office-hours monitoring acceptable for an e-commerce site?
control 8.23 | web filtering | filter access to harmful websites | Do remote workers need web filtering at home?
control 8.24 | the use of cryptography | define rules for cryptography and key management | Must the cryptography policy name minimum key lengths?
control 8.25 | the secure development life cycle | build security into the development life cycle | How do agile teams show a secure development life cycle?
control 8.28 | secure coding | apply secure coding principles | Is a linter with security rules enough for control 8.28?
control 8.31 | separate environments | separate development, test and production | Can one Kubernetes cluster host both test and production?
control 8.32 | change management | subject changes to change management | How should emergency changes be approved afterwards?
control 8.33 | test information | protect information that is used in tests | May we copy production data to staging if we encrypt it?
`;

const askers = `
We are a SaaS firm with 50 staff.
We are a law firm in Zürich.
We seek our first certificate.
We move from the 2013 edition.
We work fully remote.
We run two data centres.
We build medical software.
We are a university.
We are a bank’s IT supplier.
We have one office in Málaga.
We run everything in one cloud.
We develop games.
We are a design agency.
We operate a power grid.
We share an office with others.
We spend € 60 000 a year on audits.
We lost a major customer’s trust.
We have no security team.
We are part of a larger group.
We host data for ministries.
`;

/** ISO/IEC 27001:2022: clauses of the management system, and the controls of Annex A (explained in ISO/IEC 27002:2022). */
export const iso27001: Framework = {
  name: 'iso-27001',
  idPrefix: 'iso',
  law: 'ISO 27001',
  auditor: 'a certification auditor',
  organisation: 'an organisation',
  provider: 'a supplier',
  topics: [...readTopics('iso-27001-2022', clauses), ...readTopics('iso-27002-2022', controls)],
  askers: linesOf(askers),
};
