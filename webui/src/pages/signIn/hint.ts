// Who is about to sign in, where the page before knows it: kept with the history entry, not in the address.
export interface SignInHint {
  organizationId?: string;
  email?: string;
}

// What a history entry holds may be anything.
export function asHint(state: unknown): SignInHint {
  if (typeof state !== 'object' || state === null) return {};
  const text = (field: string) => {
    const value: unknown = Reflect.get(state, field);
    return typeof value === 'string' ? { [field]: value } : {};
  };
  return { ...text('organizationId'), ...text('email') };
}
