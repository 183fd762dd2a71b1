import { microsOf } from './normalise-load.ts';
import { presets } from './presets.ts';
import type { BodyRule, Classification, RequestTemplate, SuccessRule, Target, TargetTls } from './scenario.ts';
import type { ValidTarget } from './target-schema.ts';
import type { ValidTls } from './tls-schema.ts';

/** The target with its preset resolved. @throws RangeError for `generic` without request or classify: a bug, as it was checked. */
export function normaliseTarget(target: ValidTarget): Target {
  const preset = presets[target.preset];
  const classify = target.classify === undefined ? preset.classify : lowerHeader(target.classify);
  if (classify === undefined) throw new RangeError(`Expected a classification for ${target.preset}`);
  const health = healthOf(target);
  return {
    preset: target.preset,
    ...(target.url === undefined ? {} : { url: target.url }),
    ...(target.tls === undefined ? {} : { tls: tlsOf(target.tls) }),
    timeoutMicros: microsOf(target.timeout),
    request: requestOf(target),
    classify,
    success: successOf(target),
    ...(health === undefined ? {} : { health }),
    answerPath: target.answerPath ?? preset.answerPath,
    citationsPath: target.citationsPath ?? preset.citationsPath,
    consensus: target.consensus ?? preset.consensus,
  };
}

function tlsOf({ ca, cert, key, keyPassphraseEnv, serverName, insecure }: ValidTls): TargetTls {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(keyPassphraseEnv === undefined ? {} : { keyPassphraseEnv }),
    ...(serverName === undefined ? {} : { serverName }),
    insecure,
  };
}

function requestOf({ preset, request, headers, secretHeaders, apiKeyEnv }: ValidTarget): RequestTemplate {
  const byDefault = presets[preset].request;
  const path = request?.path ?? byDefault.path;
  if (path === undefined) throw new RangeError(`Expected a request path for ${preset}`);
  const method = request?.method ?? byDefault.method;
  const given = request?.body === undefined ? byDefault.body : request.body;
  const body = method === 'GET' && request?.body === undefined ? undefined : given;
  const bearer = apiKeyEnv === undefined ? {} : { Authorization: { env: apiKeyEnv, prefix: 'Bearer ' } };
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  const named = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const presetHeaders = Object.entries({ ...json, ...presets[preset].headers }).filter(([name]) => !named.has(name));
  return {
    method,
    path,
    headers: { ...Object.fromEntries(presetHeaders), ...headers },
    secretHeaders: { ...bearer, ...secretHeaders },
    ...(body === undefined ? {} : { body }),
  };
}

function successOf({ preset, success }: ValidTarget): SuccessRule {
  const byDefault = presets[preset].success;
  const status = success?.status?.map((range) => (typeof range === 'number' ? ([range, range] as const) : range));
  return { status: status ?? byDefault.status, body: success?.body?.map(bodyRuleOf) ?? byDefault.body };
}

function healthOf({ preset, health }: ValidTarget): Target['health'] {
  if (health === false) return undefined;
  return health === undefined ? presets[preset].health : { path: health.path, body: health.body.map(bodyRuleOf) };
}

type ValidRule = NonNullable<NonNullable<ValidTarget['success']>['body']>[number];

/** A condition with exactly one of `equals`, `not` and `present`. */
export function bodyRuleOf({ path, equals, not, present }: ValidRule): BodyRule {
  if (equals !== undefined) return { path, equals };
  return not === undefined ? { path, present: present ?? true } : { path, not };
}

function lowerHeader(classify: Classification): Classification {
  return classify.from === 'header' ? { ...classify, name: classify.name.toLowerCase() } : classify;
}
