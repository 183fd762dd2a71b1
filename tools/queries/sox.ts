import { linesOf, readTopics, type Framework } from './framework.ts';

const act = `
Section 103 | the seven-year retention of audit papers | support the auditor’s seven-year retention of audit papers | Which working papers must an audit firm keep for seven years?
Section 104 | PCAOB inspections | prepare for questions that follow a PCAOB inspection | How often does the PCAOB inspect a firm that audits 120 issuers?
Section 201 | prohibited non-audit services | keep prohibited non-audit services away from the auditor | May our auditor design the ERP controls that it later audits?
Section 202 | the pre-approval of audit services | have the audit committee pre-approve all audit services | Can the audit committee delegate pre-approval to one of its members?
Section 203 | the rotation of audit partners | rotate the lead audit partner after five years | How long is the cooling-off period of a lead partner after rotation?
Section 204 | the auditor’s reports to the audit committee | discuss critical accounting policies with the audit committee | Which alternative treatments must an auditor report to the audit committee?
Section 206 | hires from the audit firm | check the one-year cooling-off period before hires from the auditor | Can we hire the audit senior who worked on last year’s engagement as controller?
Section 301 | independent audit committees | seat only independent directors on the audit committee | Does a director with consulting fees of $ 20 000 remain independent?
Section 301(4) | complaints about accounting | set up a channel for anonymous accounting complaints | Must an accounting hotline accept anonymous calls in every country?
Section 302 | the certifications of the CEO and the CFO | have the CEO and the CFO certify each periodic report | What do officers certify about disclosure controls in a 10-Q?
Section 303 | improper influence on audits | keep officers from misleading the auditor | Is a threat to change audit firms an improper influence on an audit?
Section 304 | the forfeiture of bonuses | recover bonuses of the CEO and the CFO after a restatement | Does the clawback of Section 304 require misconduct by the CEO personally?
Section 306 | trades during blackout periods | stop directors from trading during pension blackouts | Which trades are barred while the pension plan is in a blackout period?
Section 401 | off-balance-sheet arrangements | disclose material off-balance-sheet arrangements | Where must a guarantee for an unconsolidated entity be disclosed?
Section 402 | loans to executives | refuse personal loans to directors and officers | Is a relocation advance to a new CFO a prohibited personal loan?
Section 403 | reports of insider transactions | report insider transactions within two business days | A director bought shares on Friday; when is Form 4 due?
Section 404(a) | management’s assessment of internal control | assess internal control over financial reporting every year | Which framework may management use for the assessment of internal control?
Section 404(b) | the auditor’s attestation of internal control | obtain the auditor’s attestation of internal control | Does a non-accelerated filer need an auditor’s attestation of internal control?
Section 404(c) | the exemption of smaller issuers | check whether the attestation exemption applies each year | We crossed $ 75 million of public float in June; when does 404(b) apply?
Section 406 | the code of ethics for financial officers | adopt a code of ethics for senior financial officers | How quickly must a waiver of the code of ethics be disclosed?
Section 407 | the audit committee financial expert | disclose whether the audit committee has a financial expert | Does an audit committee financial expert carry a higher duty than other members?
Section 409 | rapid disclosure of material changes | disclose material changes rapidly and in plain English | Which events must be reported on Form 8-K within four business days?
Section 802 | the destruction of records | stop the destruction of records under investigation | What is the maximum prison term for shredding documents in a federal inquiry?
Section 806 | the protection of whistleblowers | protect employees who report suspected fraud | How many days does an employee have to file a SOX retaliation complaint?
Section 906 | criminal certification of reports | certify that reports fairly present the financial condition | Who signs a 906 certificate?
Section 1102 | tampering with records | preserve records for official proceedings | Does deleting chat messages before a subpoena fall under Section 1102?
Section 1107 | retaliation against informants | refrain from retaliation against informants | Can a manager be personally liable for retaliation under Section 1107?
`;

const audit = `
paragraph 21 of AS 2201 | the top-down approach | select controls for testing from the top down | Why does a top-down approach start at the level of the financial statements?
paragraph 22 of AS 2201 | entity-level controls | evaluate entity-level controls before process controls | Can a strong entity-level control reduce the testing of process controls?
paragraph 34 of AS 2201 | likely sources of misstatement | understand the likely sources of misstatement | How do walkthroughs reveal where a misstatement could arise?
paragraph 37 of AS 2201 | walkthroughs | walk one transaction through each significant process | Is a walkthrough with one transaction enough to conclude on design?
paragraph 42 of AS 2201 | the design effectiveness of controls | test whether controls are designed effectively | Who may perform a control so that its design counts as effective?
paragraph 44 of AS 2201 | the operating effectiveness of controls | test whether controls operate as designed | How large is a sample for a control that is performed daily?
paragraph 62 of AS 2201 | the evaluation of deficiencies | evaluate the severity of every control deficiency | When does a significant deficiency become a material weakness?
paragraph 69 of AS 2201 | indicators of a material weakness | look for indicators of a material weakness | Is a restatement always an indicator of a material weakness?
paragraph 78 of AS 2201 | written communication of material weaknesses | communicate material weaknesses in writing | Does the auditor have to report a remediated material weakness?
paragraph B10 of AS 2201 | controls at several locations | choose locations for testing by risk | Which of our 14 subsidiaries must be in scope for internal control testing?
paragraph B17 of AS 2201 | the use of service organisations | evaluate controls at service organisations | Our payroll provider’s SOC 1 report ends in September; how do we cover the gap?
paragraph B28 of AS 2201 | the benchmarking of automated controls | benchmark automated controls that did not change | When must a benchmarked automated control be tested again?
paragraph 10 of AS 1105 | information produced by the company | test the completeness and accuracy of key reports | How do we test completeness of an aged receivables report from the ERP?
paragraph 14 of AS 1215 | the retention of audit documentation | retain audit documentation for seven years | From which date does the seven-year retention of audit documentation run?
paragraph 11 of AS 3101 | critical audit matters | prepare disclosures that match critical audit matters | Which matters qualify as critical audit matters in the auditor’s report?
paragraph 58 of AS 2401 | journal entries and fraud | test journal entries for signs of management override | Which journal entries should be selected to detect management override?
`;

const coso = `
COSO principle 1 | integrity and ethical values | demonstrate a commitment to integrity | How can a board show tone at the top in writing?
COSO principle 2 | the oversight by the board | exercise board oversight of internal control | How often should the board discuss internal control over reporting?
COSO principle 3 | structures and reporting lines | establish reporting lines for financial reporting | Should internal audit report to the CFO or to the audit committee?
COSO principle 5 | accountability for internal control | hold people accountable for their controls | What if a control owner signs off without performing the control?
COSO principle 6 | objectives and materiality | set reporting objectives with a materiality level | How is materiality used to scope accounts for SOX?
COSO principle 7 | the risk assessment for reporting | assess the risks of material misstatement | Which accounts become significant by risk although they are small?
COSO principle 8 | the fraud risk assessment | assess the risk of fraud in financial reporting | What belongs in a fraud risk assessment for revenue recognition?
COSO principle 9 | significant changes | assess how significant changes affect controls | We acquired a firm in October; may we leave it out of this year’s assessment?
COSO principle 10 | control activities | choose control activities that reduce risk enough | What is the difference between preventive and detective controls?
COSO principle 11 | general IT controls | operate general controls over financial systems | Which four areas do auditors usually test as general IT controls?
COSO principle 12 | control policies and procedures | deploy controls through policies and procedures | How precise must the description of a management review control be?
COSO principle 13 | the quality of information | use relevant, reliable information in controls | Is a spreadsheet export good enough as evidence of a reconciliation?
COSO principle 16 | ongoing evaluations | evaluate controls on an ongoing basis | Can continuous monitoring replace separate tests of controls?
COSO principle 17 | the communication of deficiencies | report deficiencies to those who must act | To whom do we report a deficiency that IT wants to fix quietly?
COSO principle 11 on access | user access provisioning | approve access to financial systems before it is granted | Is an e-mail from a manager sufficient approval for ERP access?
COSO principle 11 on leavers | the removal of leavers from financial systems | remove leavers from financial systems on time | A leaver kept ERP access for 40 days without using it; is that a deficiency?
COSO principle 11 on privileges | privileged access to the ERP | restrict and monitor privileged access to the ERP | May database administrators have direct write access to the ledger?
COSO principle 11 on changes | changes to financial applications | test and approve changes before they go live | Can a developer deploy to the ledger system if every change is logged?
COSO principle 11 on operations | batch jobs and interfaces | monitor batch jobs and interfaces to the ledger | A nightly interface dropped 12 invoices; which control should have caught it?
COSO principle 10 on duties | conflicting duties in finance | separate conflicting duties in finance systems | Can one person create vendors and release payments below € 1 000?
COSO principle 10 on spreadsheets | spreadsheets in the close | protect critical spreadsheets against unnoticed changes | Which controls does a key spreadsheet for goodwill need?
COSO principle 10 on reconciliations | account reconciliations | reconcile significant accounts every month | How old may a reconciling item be before it is an exception?
COSO principle 10 on the close | the period-end close | complete the period-end close by a checklist | Which close controls should a company of 200 people have at the least?
COSO principle 10 on revenue | the recognition of revenue | review contracts for the right time of revenue | How do we control revenue from contracts with several obligations?
COSO principle 10 on suppliers | supplier master data | verify changes to the bank data of suppliers | Which control stops fraud by a faked change of a supplier’s bank account?
`;

const askers = `
We plan an IPO in 18 months.
We are a foreign private issuer.
We are a smaller reporting company.
We are an accelerated filer.
We close the books in five days.
We run SAP in two regions.
We moved the ledger to the cloud.
We acquired a firm in October.
We outsource payroll.
We changed auditors in June.
We have a new CFO.
We run 14 subsidiaries.
We report one material weakness.
We are an emerging growth company.
We have no internal audit yet.
We restated two quarters.
We use one shared service centre.
We are a biotech without revenue.
We invoice in € and in dollars.
We replaced the ERP this year.
`;

/** The Sarbanes-Oxley Act of 2002, the auditing standards behind it, and COSO's framework of 2013. */
export const sox: Framework = {
  name: 'sox',
  idPrefix: 'sox',
  law: 'SOX',
  auditor: 'an external auditor',
  organisation: 'an issuer',
  provider: 'a service organisation',
  topics: [...readTopics('sox-2002', act), ...readTopics('pcaob-standards', audit), ...readTopics('coso-2013', coso)],
  askers: linesOf(askers),
};
