// Where users come from. The names are the same in every language.
import type { UserProvider } from '../api/client';

export const providerNames: Readonly<Record<UserProvider, string>> = { admin: 'Admin', idp: 'IDP', ldap: 'LDAP' };
