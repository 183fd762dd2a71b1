/** What stands where a secret was. */
const maskedText = '[masked]';

/** A shorter value is as likely a word of the text as the secret itself, and tells nothing when it is masked. */
const leastLength = 4;

/** What looks like a credential whatever its value is: the first group is kept, the rest is masked. */
const credentialPatterns: readonly RegExp[] = [
  /(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}/giu,
  /(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/gu,
  /(\b[\w-]*(?:password|passwd|secret|token|api[_-]?key)["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s"',;&]+)/giu,
  /(\b)(?:ghp|gho|ghs|glpat|xox[abps]|sk)[-_][\w-]{10,}/gu,
  /(\b)AKIA[0-9A-Z]{16}\b/gu,
  /(\b)eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/gu,
  /(https:\/\/hooks\.slack\.com\/)[\w/]+/gu,
];

/**
 * A text without the given secrets, as they are, line by line, URL-encoded and in Base64, and without what looks like a credential: a bearer
 * token, a password in a URL, `token=…`. A value of fewer than 4 characters is not looked for.
 */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const without = allFormsOf(secrets).reduce((rest, form) => rest.replaceAll(form, maskedText), text);
  return credentialPatterns.reduce((rest, pattern) => rest.replace(pattern, `$1${maskedText}`), without);
}

/** `maskSecrets` for the end of a longer text, which may begin within a secret: such a beginning is masked too. */
export function maskSecretsOfTail(text: string, secrets: readonly string[]): string {
  const cut = allFormsOf(secrets).reduce((most, form) => Math.max(most, lengthOfRest(text, form)), 0);
  return maskSecrets(cut === 0 ? text : `${maskedText}${text.slice(cut)}`, secrets);
}

/** How much of a form's end the text begins with; 0 for less than the shortest secret. */
function lengthOfRest(text: string, form: string): number {
  for (let length = form.length - 1; length >= leastLength; length -= 1)
    if (text.startsWith(form.slice(-length))) return length;
  return 0;
}

/** The longest first: a secret may begin with another. */
function allFormsOf(secrets: readonly string[]): string[] {
  const forms = secrets.flatMap(formsOf).filter((form) => form.length >= leastLength);
  return [...new Set(forms)].toSorted((one, other) => other.length - one.length);
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/u).map((line) => line.trim());
  return [secret, ...lines, encodeURIComponent(secret), base64Of(secret)];
}

/** Its bytes in UTF-8, in Base64 without padding, which may differ in what follows. */
function base64Of(text: string): string {
  return btoa(unescapeBytes(encodeURIComponent(text))).replace(/=+$/u, '');
}

function unescapeBytes(encoded: string): string {
  return encoded.replaceAll(/%([0-9A-F]{2})/gu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}
