export type ClientOrder = 'newest' | 'name' | 'seen';

export interface ClientFilter {
  search: string;
  // Only those online, or only those not.
  online?: boolean | undefined;
  // Only machines of this one.
  platform?: string | undefined;
  // Only machines with all of these.
  tags?: readonly string[];
  // Only machines whose new key waits to be confirmed.
  changedKey?: boolean;
  // Only machines where somebody asks for help.
  help?: boolean;
  sort?: ClientOrder;
}

export type UserState = 'active' | 'unverified' | 'disabled' | 'ended';
export type UserOrder = 'name' | 'newest';

export interface UserFilter {
  search: string;
  state?: UserState | undefined;
  // Only who has this role by themselves.
  role?: string | undefined;
  // Only members of this group.
  group?: string | undefined;
  sort?: UserOrder;
}

export interface AuditFilter {
  search: string;
  // What was done, or how it begins: 'user.'.
  action?: string | undefined;
  // By whom: a user's ID.
  actor?: string | undefined;
  // From this moment on, and until before this one.
  from?: string | undefined;
  to?: string | undefined;
}

export interface AddressFilter {
  search: string;
  // Only entries with all of these.
  tags: readonly string[];
}

export interface SessionFilter {
  // Only those of this machine.
  clientId?: string | undefined;
  search?: string;
  // Only those that were authorized so.
  authorizedBy?: 'right' | 'api_token' | undefined;
  // Only those going on.
  active?: boolean;
  // Begun from this moment on, and until before this one.
  from?: string | undefined;
  to?: string | undefined;
}

// Query keys. The first part is the topic the event stream names, so that one event refreshes all that hangs on it.
export const keys = {
  state: ['state'] as const,
  me: ['me'] as const,
  dashboard: ['dashboard'] as const,
  activity: ['activity'] as const,
  logins: ['logins'] as const,
  loginHistory: ['logins', 'history'] as const,
  secondFactor: ['second-factor'] as const,
  organization: ['organization'] as const,
  license: ['license'] as const,
  team: ['team'] as const,
  billing: ['billing'] as const,
  relays: ['relays'] as const,
  clients: (filter: ClientFilter) => ['clients', 'list', filter] as const,
  clientPlatforms: ['clients', 'platforms'] as const,
  clientTags: ['clients', 'tags'] as const,
  client: (id: string) => ['clients', 'one', id] as const,
  enrolmentTokens: ['clients', 'tokens'] as const,
  approvals: ['clients', 'approvals', 'list'] as const,
  ownApproval: (clientId: string) => ['clients', 'approvals', 'own', clientId] as const,
  program: ['program'] as const,
  sessions: (filter: SessionFilter) => ['sessions', 'list', filter] as const,
  session: (id: string) => ['sessions', 'one', id] as const,
  sessionComments: (id: string) => ['sessions', 'comments', id] as const,
  users: (filter: UserFilter) => ['rights', 'users', 'list', filter] as const,
  user: (id: string) => ['rights', 'users', 'one', id] as const,
  userProviders: ['rights', 'user-providers'] as const,
  invitations: ['rights', 'invitations'] as const,
  userAccess: (id: string) => ['rights', 'users', 'access', id] as const,
  roles: ['rights', 'roles', 'list'] as const,
  role: (id: string) => ['rights', 'roles', 'one', id] as const,
  permissionSets: ['rights', 'sets', 'list'] as const,
  permissionSet: (id: string) => ['rights', 'sets', 'one', id] as const,
  groups: ['rights', 'groups', 'list'] as const,
  group: (id: string) => ['rights', 'groups', 'one', id] as const,
  addressBooks: ['address-books', 'list'] as const,
  addressBook: (id: string) => ['address-books', 'one', id] as const,
  addressEntries: (book: string | null, filter: AddressFilter) =>
    [book === null ? 'own-address-book' : 'address-books', 'entries', book, filter] as const,
  addressTags: (book: string | null) => [book === null ? 'own-address-book' : 'address-books', 'tags', book] as const,
  audit: (filter: AuditFilter) => ['rights', 'audit', filter] as const,
  auditKey: ['audit-key'] as const,
};

const hangsOn: Readonly<Record<string, readonly string[]>> = {
  clients: ['clients', 'dashboard', 'license', 'address-books', 'own-address-book'],
  sessions: ['sessions', 'clients', 'dashboard', 'license'],
  logins: ['logins', 'me'],
  relays: ['relays'],
  mail: ['mail'],
  rights: ['rights', 'me', 'address-books', 'license'],
  address_books: ['address-books'],
  own_address_book: ['own-address-book'],
};

// The first parts of the keys to fetch again after an event; nothing for a topic from a newer appliance.
export function keysForTopic(topic: string): readonly string[] {
  return Object.hasOwn(hangsOn, topic) ? (hangsOn[topic] ?? []) : [];
}

export const everyTopic = Object.keys(hangsOn);
