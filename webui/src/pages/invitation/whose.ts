import type { Me } from '../../api/client';
import type { InvitationOffer } from '../../api/invitations';

// What whoever looks at an invitation can do about it.
export type Whose =
  | 'nobodys' // nobody is signed in: accept with a new account
  | 'mine' // join with the account that one has elsewhere
  | 'members' // in there already
  | 'anothers'; // signed in as somebody else

export function whoseIs(offer: Pick<InvitationOffer, 'email' | 'organization'>, me: Pick<Me, 'user' | 'organization'> | null): Whose {
  if (!me) return 'nobodys';
  if (me.user.email.toLowerCase() !== offer.email.toLowerCase()) return 'anothers';
  return me.organization.id === offer.organization.id ? 'members' : 'mine';
}
