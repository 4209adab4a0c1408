import type { UserProvider } from '../../api/client';
import { inLanguage } from '../../languages/inLanguage';

export const words = inLanguage('userProviders', {
  title: 'User Providers',
  lead: 'Where the users of this organization come from. One of the three is active.',
  choose: 'Active provider',
  active: 'Active',
  about: {
    admin: 'Owners and administrators create users here, one by one or many at once. Users set a password of their own, and sign in with it.',
    idp: 'Users come from an identity provider by OpenID Connect, such as Keycloak or Microsoft Entra ID, and sign in there.',
    ldap: 'Users come from a directory, such as Active Directory or OpenLDAP, and sign in with the password that they have there.',
  } satisfies Record<UserProvider, string>,
  missing: 'It is not part of this version.',
  stuck: (provider: string) =>
    `${provider} is active but not part of this version: only Owners can sign in, and nobody can be created. To change that, choose Admin.`,
  mayNot: 'Who may edit the organization can switch the provider.',

  switchTitle: 'Switch active provider',
  switchText: (from: string) => `Admin takes the place of ${from} at once:`,
  consequences: {
    provider: (from: string) => `${from} adds, changes and signs in nobody any more. Users that came from it stay, with their roles and groups.`,
    access:
      'Who has a password or a passkey here can sign in with it again. Who has none can’t, until somebody gives them a link to set a password: “Options” on their page.',
    owners: 'Owners keep their local login: they sign in here as they did before.',
    creation: 'Users are created by hand again, one by one or many at once.',
  },
  proceed: 'Proceed',
  switched: 'Admin is the active provider now.',
});
