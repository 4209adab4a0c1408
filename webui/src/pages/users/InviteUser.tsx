import { type NewInvitation, useInviteUser } from '../../api/invitations';
import { nameOf } from '../../rights/Person';
import { LinkDialog } from '../../ui/LinkDialog';
import { LinkToHandOver } from '../../ui/LinkToHandOver';
import { PersonForm } from './PersonForm';
import { words } from './words';

export function InviteUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <LinkDialog<NewInvitation>
      opened={opened}
      title={words.inviteTitle}
      {...ofInvitation}
      onClose={onClose}
      form={(onMade, onCancel) => <Form onMade={onMade} onCancel={onCancel} />}
    />
  );
}

// How the dialog goes on when the link is made.
export const ofInvitation = {
  linkTitle: ({ invitation }: NewInvitation) => words.invitationTitle(nameOf(invitation)),
  mailed: ({ invitation }: NewInvitation) => words.invitationMailed(invitation.email),
  link: (made: NewInvitation, onDone: () => void) => (
    <LinkToHandOver made={made} once={words.invitationOnce} onDone={onDone}>
      {words.invitationHandOver(nameOf(made.invitation))}
    </LinkToHandOver>
  ),
};

function Form({ onMade, onCancel }: { onMade: (made: NewInvitation) => void; onCancel: () => void }) {
  const invite = useInviteUser();
  return (
    <PersonForm
      text={words.inviteText}
      submit={words.inviteSubmit}
      busy={invite.isPending}
      error={invite.error}
      onSubmit={(person) => invite.mutate(person, { onSuccess: onMade })}
      onCancel={onCancel}
    />
  );
}
