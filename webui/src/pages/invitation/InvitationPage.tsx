import { Button } from '@mantine/core';
import { IconCheck, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useLocation } from 'react-router-dom';

import type { Me } from '../../api/client';
import { type InvitationOffer, useAcceptInvitation, useInvitationOffer } from '../../api/invitations';
import { useSignOut } from '../../api/mutations';
import { isLinkOver } from '../../api/problem';
import { useMeQuery } from '../../api/queries';
import { Splash } from '../../app/Splash';
import entry from '../../ui/Entry.module.css';
import { EntryLayout } from '../../ui/EntryLayout';
import { EntryNotice } from '../../ui/EntryNotice';
import { fieldErrors } from '../../ui/FormError';
import { NewPasswordForm } from '../../ui/NewPasswordForm';
import { ErrorState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { useTell } from '../../ui/Toasts';
import type { SignInHint } from '../signIn/hint';
import { Join } from './Join';
import { whoseIs } from './whose';
import { words } from './words';

// What came of it: a new account, or the one from elsewhere.
type Outcome = 'accepted' | 'joined';

// Where an invitation leads. As at SetPasswordPage, its token is behind "#".
export default function InvitationPage() {
  const token = useLocation().hash.slice(1);
  const link = useInvitationOffer(token);
  const me = useMeQuery();
  // Kept here: whoever has accepted is signed out, and the link is none any more.
  const [done, setDone] = useState<{ offer: InvitationOffer; outcome: Outcome } | null>(null);

  if (done) return <Done {...done} />;
  if (token === '') return <Over title={words.incomplete} text={words.incompleteText} />;
  if (isLinkOver(link.error) || fieldErrors(link.error).token) return <Over title={words.over} text={words.overText} />;
  const failed = [link, me].find((query) => query.isError && query.data === undefined);
  if (failed) {
    return (
      <EntryLayout>
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      </EntryLayout>
    );
  }
  if (!link.data || me.data === undefined) return <Splash />;

  const end = (outcome: Outcome) => (offer: InvitationOffer) => setDone({ offer, outcome });
  return <Offer key={token} token={token} offer={link.data} me={me.data} onAccepted={end('accepted')} onJoined={end('joined')} />;
}

interface OfferProps {
  token: string;
  offer: InvitationOffer;
  me: Me | null;
  onAccepted: (offer: InvitationOffer) => void;
  onJoined: (offer: InvitationOffer) => void;
}

function Offer({ token, offer, me, onAccepted, onJoined }: OfferProps) {
  const [over, setOver] = useState(false);
  if (over) return <Over title={words.over} text={words.overText} />;
  const failed = (error: unknown) => setOver(isLinkOver(error));
  if (!me) return <Accept token={token} offer={offer} onDone={onAccepted} onFailed={failed} />;
  switch (whoseIs(offer, me)) {
    case 'mine':
      return <Join token={token} offer={offer} me={me} onDone={onJoined} onFailed={failed} />;
    case 'members':
      return (
        <EntryNotice good title={words.member(offer.organization.name)} text={words.memberText}>
          <Button component={Link} to="/" replace size="md">
            {words.toDashboard}
          </Button>
        </EntryNotice>
      );
    default:
      return <ForAnother offer={offer} me={me} />;
  }
}

interface AcceptProps {
  token: string;
  offer: InvitationOffer;
  onDone: (offer: InvitationOffer) => void;
  onFailed: (error: unknown) => void;
}

function Accept({ token, offer, onDone, onFailed }: AcceptProps) {
  const { organization, email, first_name, last_name, invited_by } = offer;
  const accept = useAcceptInvitation();
  return (
    <NewPasswordForm
      title={words.title(organization.name)}
      text={words.text(invited_by, organization.name, first_name)}
      email={email}
      known={[email, first_name, last_name, organization.name]}
      labels={words}
      busy={accept.isPending}
      error={accept.error}
      onSubmit={(password) => accept.mutate({ token, password }, { onSuccess: onDone, onError: onFailed })}
    >
      <p className={entry.text}>
        {words.haveAccount}{' '}
        <TextLink to="/sign-in">{words.signInFirst}</TextLink>
      </p>
    </NewPasswordForm>
  );
}

function ForAnother({ offer, me }: { offer: InvitationOffer; me: Me }) {
  const signOut = useSignOut();
  const tell = useTell();
  return (
    <EntryNotice icon={<IconUser size={24} aria-hidden />} title={words.other(offer.email)} text={words.otherText(me.user.email)}>
      <Button size="md" loading={signOut.isPending} onClick={() => signOut.mutate(undefined, { onError: tell.failed })}>
        {words.signOutFirst}
      </Button>
      <Button component={Link} to="/" replace size="md" variant="default">
        {words.stay(me.user.first_name)}
      </Button>
    </EntryNotice>
  );
}

function Done({ offer: { organization, email }, outcome }: { offer: InvitationOffer; outcome: Outcome }) {
  const hint: SignInHint = { organizationId: organization.id, email };
  return (
    <EntryNotice
      icon={<IconCheck size={24} aria-hidden />}
      title={words.accepted(organization.name)}
      text={outcome === 'joined' ? words.joinedText(organization.id) : words.acceptedText}
    >
      <Button component={Link} to="/sign-in" replace state={hint} size="md">
        {words.toSignIn}
      </Button>
    </EntryNotice>
  );
}

function Over({ title, text }: { title: string; text: string }) {
  return (
    <EntryNotice title={title} text={text}>
      <Button component={Link} to="/sign-in" replace size="md" variant="default">
        {words.haveOne}
      </Button>
    </EntryNotice>
  );
}
