import createClient from 'openapi-fetch';

import { askConfirmation, wantsConfirmation } from './confirmation';
import { ApiError, NetworkError, type Problem } from './problem';
import type { components, paths } from './schema';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type State = Schemas['State'];
export type Machine = Schemas['Client'];
export type OpeningHours = Schemas['OpeningHours'];
export type Organization = Schemas['OrganizationDetails'];
export type EnrolmentToken = Schemas['EnrolmentToken'];
export type NewEnrolmentToken = Schemas['NewEnrolmentToken'];
export type Program = Schemas['Program'];
export type Relay = Schemas['Relay'];
export type NewRelay = Schemas['NewRelay'];
export type Session = Schemas['Session'];
export type Login = Schemas['Login'];
export type LoginEvent = Schemas['LoginEvent'];
export type TotpDevice = Schemas['TotpDevice'];
export type TotpSecret = Schemas['TotpSecret'];
export type Passkey = Schemas['Passkey'];
export type SecondFactorWanted = Schemas['SecondFactorWanted'];
export type Dashboard = Schemas['Dashboard'];
export type Activity = Schemas['Activity'];
export type Connection = Schemas['Connection'];
export type User = Schemas['UserDetails'];
export type NewUser = Schemas['NewUser'];
export type AccountLink = Schemas['AccountLink'];
export type AccountLinkOwner = Schemas['AccountLinkOwner'];
export type UserAccess = Schemas['UserAccess'];
export type ExpiringRef = Schemas['ExpiringRef'];
export type Role = Schemas['Role'];
export type PermissionSet = Schemas['PermissionSet'];
export type Group = Schemas['Group'];
export type AuditEntry = Schemas['AuditEntry'];
export type Access = Schemas['Access'];
export type Section = keyof Me['access'];
export type Tier = Schemas['LicenseTier'];
export type Feature = Schemas['LicenseFeature'];
export type UserProvider = Schemas['UserProvider'];
export type Level = Schemas['AccessLevel'];

let csrfToken = '';

// The token comes with every `Me`; it is kept here and nowhere else.
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

export const api = createClient<paths>({ baseUrl: '/api/v1' });

// Changes on their way, to be sent again when the appliance wants to see first who is there.
const copies = new Map<string, Request>();

api.use({
  onRequest({ request, id }) {
    if (request.method === 'GET') return request;
    request.headers.set('X-CSRF-Token', csrfToken);
    copies.set(id, request.clone());
    return request;
  },
  async onResponse({ response, id }) {
    const copy = copies.get(id);
    copies.delete(id);
    if (!copy || !(await wantsConfirmation(response))) return undefined;
    return (await askConfirmation()) ? fetch(copy) : undefined;
  },
  onError({ id }) {
    copies.delete(id);
  },
});

// For `params.header`: nothing is changed when somebody has changed it since this version (412).
export function ifMatch(version: number | string) {
  return { 'If-Match': `"${version}"` };
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

// Turns an answer into its data, or throws ApiError or NetworkError:
//   const clients = await take(api.GET('/clients', { params: { query: { limit: 50 } } }));
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  let settled: Answer<T>;
  try {
    settled = await answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new NetworkError();
  }
  const { data, error, response } = settled;
  if (!response.ok) throw new ApiError(response.status, asProblem(error));
  return data as T;
}

// The same of something whose version stands beside it (RFC 9110, section 8.8.3): digits, too many for a number. A machine's
// own `version` is that of its program.
export type Versioned<T> = T & { etag: string };
export async function takeVersioned<T extends object>(answer: Promise<Answer<T>>): Promise<Versioned<T>> {
  let etag = '';
  const seen = answer.then((settled) => {
    etag = /^"(\d+)"$/.exec(settled.response.headers.get('ETag') ?? '')?.[1] ?? '';
    return settled;
  });
  return { ...(await take(seen)), etag };
}

function asProblem(error: unknown): Partial<Problem> | undefined {
  return typeof error === 'object' && error !== null ? (error as Partial<Problem>) : undefined;
}
