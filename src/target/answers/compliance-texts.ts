/** Where the invented citations point. */
export const sources: readonly string[] = [
  'PCI DSS v4.0',
  'GDPR (Regulation (EU) 2016/679)',
  'ISO/IEC 27001:2022',
  'Sarbanes-Oxley Act of 2002',
  'HIPAA Security Rule, 45 CFR 164',
  'NIST SP 800-53 Rev. 5',
  'Internal audit handbook',
];

/** Who is said to have written them. */
export const authors: readonly string[] = ['Compliance Office', 'Internal Audit', 'Standards Board', 'Legal Counsel'];

/** What answers and citations are made of; none is longer than 200 characters, so that an answer stays below 900. */
export const sentences: readonly string[] = [
  'Stored account data must be kept to the least that the business needs, and be rendered unreadable wherever it is kept.',
  'Access to system components is granted by role, on a need-to-know basis, and is reviewed at least every six months.',
  'A controller notifies the supervisory authority of a personal data breach within 72 hours after becoming aware of it.',
  'The organisation shall define and apply an information security risk assessment process with repeatable results.',
  'Management assesses the effectiveness of internal control over financial reporting at the end of each fiscal year.',
  'Audit logs are retained for at least twelve months, of which the last three are available for immediate analysis.',
  'Cryptographic keys are generated, distributed, stored and retired by documented procedures with split knowledge.',
  'Personal data shall be adequate, relevant and limited to what is necessary for the purposes of the processing.',
  'External vulnerability scans are performed at least every three months and after every significant change.',
  'A business associate reports to the covered entity any security incident of which it becomes aware.',
  'Multi-factor authentication is required for all access into the environment in which card data is processed.',
  'The statement of applicability names the controls that were chosen, why they were, and whether they are in place.',
  'Evidence of the control is a dated export of the configuration, signed by its owner and by the reviewer.',
  'Where a requirement cannot be met as stated, a compensating control must meet its intent and be documented.',
  'Data subjects may ask for erasure without undue delay where the data are no longer necessary for their purpose.',
  'Contingency plans are tested every year, and the results are used to correct both the plan and the training.',
];
