import { linesOf, readTopics, type Framework } from './framework.ts';

const topics = `
Requirement 1.2.3 | network diagrams of the cardholder data environment | keep an accurate diagram of all connections to the CDE | Does a cloud-only shop still need a network diagram for PCI DSS 4.0?
Requirement 1.2.4 | data-flow diagrams of account data | keep an accurate diagram of all account data flows | Must our data-flow diagram show card data that only passes through a partner’s network?
Requirement 1.2.5 | the list of allowed services, protocols and ports | justify every open service, protocol and port | We still allow FTP to one supplier; how do we document that under Requirement 1.2.6?
Requirement 1.2.7 | the six-monthly review of firewall rules | review the rules of network security controls every six months | Does an automated tool count as the six-monthly review of our firewall rules?
Requirement 1.3.1 | inbound traffic to the cardholder data environment | limit inbound traffic to the CDE to what is necessary | Can we allow inbound traffic to the CDE from the corporate office network?
Requirement 1.3.2 | outbound traffic from the cardholder data environment | limit outbound traffic from the CDE to what is necessary | Why does PCI DSS care about traffic that leaves the cardholder data environment?
Requirement 1.3.3 | wireless networks next to the cardholder data environment | place a firewall between wireless networks and the CDE | Our guest Wi-Fi shares switches with the tills; is VLAN separation enough?
Requirement 1.4.4 | stores of cardholder data behind the DMZ | keep stores of cardholder data off networks that untrusted networks can reach | May a database with card numbers sit in the same subnet as the public web server?
Requirement 1.5.1 | laptops that connect to the internet and to the CDE | enforce security settings on laptops that reach the CDE | What applies to an engineer’s laptop that connects to the CDE from a hotel?
Requirement 2.2.1 | system configuration standards | harden every system component by a configuration standard | Which hardening standards does PCI DSS accept, for example CIS Benchmarks?
Requirement 2.2.2 | vendor default accounts | change or disable every vendor default password | A router still has its default account, but disabled; is that compliant?
Requirement 2.2.5 | insecure services and daemons | secure every insecure service that has a business reason | Which extra measures make Telnet acceptable on an old payment switch?
Requirement 2.2.7 | non-console administrative access | encrypt all non-console administrative access | Is plain HTTP to a management console allowed if it is on an isolated network?
Requirement 2.3.1 | wireless vendor defaults | change the default keys of wireless access points at installation | Do we have to rotate the Wi-Fi key when the person who set it leaves the company?
Requirement 3.2.1 | the retention and disposal of account data | delete stored account data that exceeds the retention period | How do we prove every three months that expired card data was really deleted?
Requirement 3.3.1 | sensitive authentication data after authorisation | erase sensitive authentication data once a payment is authorised | May we keep encrypted track data for 24 hours after authorisation to handle disputes?
Requirement 3.3.1.2 | card verification codes | discard card verification codes after authorisation | A customer asks us to store the CVV for monthly billing; what must we answer?
Requirement 3.3.1.3 | PINs and PIN blocks | discard PINs and PIN blocks after authorisation | Are encrypted PIN blocks in a debug log a violation of Requirement 3.3?
Requirement 3.4.1 | the masking of card numbers on screens | mask the PAN so that at most the BIN and the last four digits show | Who may see more than the BIN and the last four digits of a card number?
Requirement 3.4.2 | copying of card numbers over remote access | prevent the copying of PAN over remote-access technologies | How do we stop agents from pasting full card numbers out of a remote desktop session?
Requirement 3.5.1 | stored card numbers | render the PAN unreadable wherever it is stored | Is truncation plus a hash of the same card number safe to keep in one database?
Requirement 3.5.1.1 | keyed hashes of card numbers | use keyed cryptographic hashes for the PAN | Why is an unsalted SHA-256 of a card number no longer accepted?
Requirement 3.5.1.2 | disk-level encryption | encrypt card numbers on servers by more than disk encryption | Can we still rely on BitLocker alone for card numbers on a file server?
Requirement 3.6.1 | the protection of cryptographic keys | limit access to cryptographic keys to the fewest custodians | How many key custodians are too many for one key-encrypting key?
Requirement 3.6.1.2 | the storage forms of secret keys | store secret keys in an HSM or under a key-encrypting key | Is a cloud key management service a valid place for our data-encrypting keys?
Requirement 3.7.4 | key rotation at the end of the cryptoperiod | change keys at the end of their cryptoperiod | How long may the cryptoperiod of an AES-256 data-encrypting key be?
Requirement 3.7.5 | the retirement of weakened keys | replace keys that are weakened or suspected of compromise | A key custodian resigned yesterday; do we have to replace the keys at once?
Requirement 3.7.6 | split knowledge and dual control | use split knowledge for manual operations on cleartext keys | Does dual control still apply when an HSM generates the key by itself?
Requirement 4.2.1 | card data on open, public networks | encrypt the PAN with strong cryptography over public networks | Is TLS 1.2 still accepted for card data, or do we need TLS 1.3?
Requirement 4.2.1.1 | the inventory of trusted keys and certificates | keep an inventory of trusted keys and certificates | Must the certificate inventory list certificates of our payment gateway too?
Requirement 4.2.2 | card numbers in e-mail and chat | secure card numbers in end-user messaging with strong cryptography | A guest e-mailed us a photo of a credit card; what do we do with the message?
Requirement 5.2.1 | anti-malware software | deploy anti-malware software on all system components at risk | Do Linux web servers in the CDE need anti-malware software?
Requirement 5.2.3 | systems regarded as not at risk of malware | evaluate periodically whether systems are still not at risk of malware | How often must we re-evaluate that our mainframe is not at risk of malware?
Requirement 5.4.1 | protection against phishing | detect and block phishing by technical means | Do DMARC and SPF satisfy the anti-phishing requirement of PCI DSS 4.0?
Requirement 6.2.2 | the training of software developers | train developers in secure coding once every 12 months | Does an online secure coding course satisfy the yearly developer training?
Requirement 6.2.3 | code reviews of bespoke software | review bespoke code before it is released | May the author of a change also approve its security code review?
Requirement 6.3.2 | the inventory of third-party software components | keep an inventory of third-party software components | Is an SBOM in CycloneDX format enough for the software inventory?
Requirement 6.3.3 | security patches | install critical security patches within one month of release | A vendor ships a critical patch on the 3rd; what is the last day to install it?
Requirement 6.4.2 | the web application firewall | protect public web applications with an automated technical solution | May the web application firewall stay in detection mode for the first month?
Requirement 6.4.3 | scripts on the payment page | authorise every script that runs on the payment page | Does the script inventory apply when the whole payment form is an iframe?
Requirement 6.5.5 | live card numbers in test systems | keep live card numbers out of pre-production environments | Can testers use our own employees’ real cards in the staging environment?
Requirement 7.2.1 | the access control model | grant access by job function and least privilege | How do we define least privilege for a team of five who do everything?
Requirement 7.2.4 | the six-monthly review of user accounts | review all user accounts and privileges every six months | Who signs off the six-monthly account review when the manager is on leave?
Requirement 7.2.5 | application and system accounts | assign least privileges to application and system accounts | Our backup agent runs as domain administrator; which requirement does that break?
Requirement 8.2.1 | unique user IDs | assign a unique ID to every user | May cashiers share one login?
Requirement 8.2.5 | access of people who leave | revoke the access of leavers immediately | What does “immediately” mean when a contractor leaves on a Friday evening?
Requirement 8.2.6 | inactive user accounts | disable user accounts after 90 days without use | Does the 90-day rule apply to accounts of staff on parental leave?
Requirement 8.3.4 | account lockout | lock accounts after at most ten failed attempts | How long must an account stay locked after ten wrong passwords?
Requirement 8.3.6 | the length of passwords | require passwords of at least 12 characters | Our legacy system allows only eight characters; is it still compliant in 2025?
Requirement 8.4.2 | multi-factor authentication into the CDE | require MFA for all access into the CDE | Is MFA needed again inside the CDE once the administrator has passed the jump host?
Requirement 8.5.1 | replay protection of multi-factor authentication | configure MFA so that it resists replay and bypass | May a help desk switch off MFA for a user who lost a phone?
Requirement 8.6.2 | passwords in scripts | keep passwords of system accounts out of scripts and source code | Is a password in a CI variable “hard-coded” in the sense of Requirement 8.6.2?
Requirement 9.3.2 | visitors to sensitive areas | escort visitors within the CDE at all times | Does a courier who waits at the reception count as a visitor?
Requirement 9.4.6 | paper records with cardholder data | destroy paper records with cardholder data when no longer needed | Which shredder class is good enough for paper receipts with full card numbers?
Requirement 9.5.1.2 | inspections of payment terminals | inspect payment terminals for tampering and substitution | How often should a petrol station inspect unattended payment terminals?
Requirement 10.2.1 | audit logs | record all individual access to cardholder data in audit logs | Do we have to log reads of card numbers by a batch job?
Requirement 10.4.1 | daily log reviews | review the logs of critical systems every day | Can a SIEM replace a person for the daily log review?
Requirement 10.5.1 | the retention of audit logs | keep audit logs for 12 months, three of them at hand | May the older nine months of audit logs be kept on tape?
Requirement 10.7.2 | failures of critical security controls | detect and address failures of critical security controls promptly | Our log collector was down for two hours; what must we record about it?
Requirement 11.3.2 | external vulnerability scans | pass external scans by an ASV every three months | One of four quarterly ASV scans failed and was fixed later; do we still comply?
Requirement 11.4.5 | segmentation tests | test segmentation by penetration tests every 12 months | What must a penetration test of our network segmentation cover?
Requirement 11.5.2 | change detection on critical files | compare critical files at least once a week | Which files should our change-detection tool watch on a payment server?
Requirement 11.6.1 | tamper detection on payment pages | check payment pages for unauthorised changes every seven days | Can a Content Security Policy alone satisfy Requirement 11.6.1?
Requirement 12.3.1 | targeted risk analyses | justify flexible frequencies by a targeted risk analysis | What must a targeted risk analysis contain at the least?
Requirement 12.5.2 | the yearly confirmation of scope | confirm the PCI DSS scope every 12 months | Does a move to a new data centre force us to confirm the scope again?
Requirement 12.8.5 | the responsibility matrix with service providers | record which requirements each service provider manages | Our gateway sent an AOC but no responsibility matrix; can we still pass?
Requirement 12.10.1 | the incident response plan | keep an incident response plan ready at all times | Whom must we call first when the acquirer reports suspected fraud on our cards?
Requirement 12.10.7 | card numbers found where they should not be | respond to card numbers found in unexpected places | We found full card numbers in a call recording; which steps are mandatory?
`;

const askers = `
We run a chain of 40 cafés.
We are a small online shop.
We are a level 1 merchant.
We host payment pages for charities.
We run unattended parking machines.
We take card payments by telephone.
We outsource checkout to a gateway.
We operate 12 hotels in two countries.
We are a payment facilitator.
We sell tickets at 300 venues.
We complete SAQ A this year.
We complete SAQ D as a provider.
We moved to a public cloud in May.
We acquired a shop with old tills.
We have € 25 000 a year for security.
We store cards for subscriptions.
We issue prepaid cards.
We run a hosted call centre.
We use point-to-point encryption.
We are being assessed for the first time.
`;

/** PCI DSS 4.0: protection of payment card data. */
export const pciDss: Framework = {
  name: 'pci-dss',
  idPrefix: 'pci',
  law: 'PCI DSS',
  auditor: 'a QSA',
  organisation: 'a merchant',
  provider: 'a service provider',
  topics: readTopics('pci-dss-4.0', topics),
  askers: linesOf(askers),
};
