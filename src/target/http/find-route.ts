import { mcpRoute } from '../mcp/mcp-route.ts';
import { cacheRoute, forgetRoute, pingRoute } from './cache-route.ts';
import { queryRoute } from './query-route.ts';
import {
  faultsRoute,
  healthRoute,
  liveRoute,
  metricsRoute,
  resetTruthRoute,
  truthRoute,
  unknownRoute,
  wrongMethodRoute,
} from './status-routes.ts';
import type { Route } from './target-context.ts';

const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/query': { POST: queryRoute },
  '/api/v1/query': { POST: queryRoute },
  '/health': { GET: healthRoute },
  '/health/live': { GET: liveRoute },
  '/metrics': { GET: metricsRoute },
  '/ping': { GET: pingRoute },
  '/truth': { GET: truthRoute },
  '/truth/reset': { POST: resetTruthRoute },
  '/faults': { GET: faultsRoute, POST: faultsRoute, DELETE: faultsRoute },
  '/mcp': { POST: mcpRoute, DELETE: mcpRoute },
};
const cacheRoutes: Readonly<Record<string, Route>> = { GET: cacheRoute, PUT: cacheRoute, DELETE: forgetRoute };

/** The route for a method and a path (without its query string); there is always one, if only to refuse. */
export function findRoute(method: string, path: string): Route {
  const methods = path.startsWith('/cache/') ? cacheRoutes : Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (methods === undefined) return unknownRoute;
  return (Object.hasOwn(methods, method) ? methods[method] : undefined) ?? wrongMethodRoute(Object.keys(methods));
}
