import { isUnixUrl, socketPathFault } from './unix-url.ts';

/** What is wrong with a base URL, as the rest of a sentence, and what to do. Never holds the URL itself. */
export type UrlFault = { readonly message: string; readonly hint: string };

const example = 'write a base URL such as http://127.0.0.1:8080';

/**
 * The fault of a target's URL, or undefined: it must be http, https or http+unix, without credentials, query or
 * fragment.
 */
export function urlFault(text: string): UrlFault | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { message: 'must be a URL', hint: example };
  if (url.username !== '' || url.password !== '') {
    return {
      message: 'must not hold credentials (the URL is not shown)',
      hint: 'remove user and password from the URL and name an environment variable in target.secretHeaders',
    };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:' && !isUnixUrl(url)) {
    return { message: `must begin with http:, https: or http+unix:, got ${url.protocol}`, hint: example };
  }
  if (url.search !== '' || url.hash !== '') {
    return {
      message: 'must not have a query or a fragment (the URL is not shown)',
      hint: 'keep the base URL here and put the query into target.request.path',
    };
  }
  return isUnixUrl(url) ? socketPathFault(url) : undefined;
}
