import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation, useNavigate } from 'react-router-dom';

import type { AccountLinkOwner } from '../../api/client';
import { useSignOut } from '../../api/mutations';
import { useUseAccountLink } from '../../api/peopleMutations';
import { useAccountLink } from '../../api/peopleQueries';
import { isLinkOver } from '../../api/problem';
import { useMeQuery } from '../../api/queries';
import { Splash } from '../../app/Splash';
import { EntryLayout } from '../../ui/EntryLayout';
import { EntryNotice } from '../../ui/EntryNotice';
import { fieldErrors } from '../../ui/FormError';
import { NewPasswordForm } from '../../ui/NewPasswordForm';
import { ErrorState } from '../../ui/States';
import { useTell } from '../../ui/Toasts';
import type { SignInHint } from '../signIn/hint';
import { words } from './words';

// Where a link to set one's password leads. Its token is behind "#", which browsers send nowhere; it stays there until it
// is used, so that the page can be loaded again.
export default function SetPasswordPage() {
  const token = useLocation().hash.slice(1);
  const link = useAccountLink(token);

  if (token === '') return <Notice title={words.incomplete} text={words.incompleteText} />;
  if (link.data) return <SetPassword key={token} token={token} owner={link.data} />;
  if (isLinkOver(link.error) || fieldErrors(link.error).token) return <Notice title={words.over} text={words.overText} />;
  if (link.isError) {
    return (
      <EntryLayout>
        <ErrorState error={link.error} onRetry={() => void link.refetch()} />
      </EntryLayout>
    );
  }
  return <Splash />;
}

function SetPassword({ token, owner }: { token: string; owner: AccountLinkOwner }) {
  const set = useUseAccountLink();
  if (set.isSuccess) {
    const hint: SignInHint = { organizationId: owner.organization.id, email: owner.email };
    return <Done hint={hint} />;
  }
  if (isLinkOver(set.error)) return <Notice title={words.over} text={words.overText} />;
  return (
    <NewPasswordForm
      title={words.title}
      text={owner.first ? words.first(owner.first_name, owner.organization.name) : words.again(owner.first_name)}
      email={owner.email}
      known={[owner.email, owner.first_name, owner.organization.name]}
      labels={words}
      busy={set.isPending}
      error={set.error}
      onSubmit={(password) => set.mutate({ token, password })}
    />
  );
}

// Somebody else may be signed in here, such as who made the link and tries it: the page to sign in would lead them on.
function Done({ hint }: { hint: SignInHint }) {
  const me = useMeQuery().data;
  const signOut = useSignOut();
  const navigate = useNavigate();
  const tell = useTell();
  if (!me) return <Notice good title={words.done} text={words.doneText} hint={hint} />;
  const leave = () =>
    signOut.mutate(undefined, {
      onSuccess: () => navigate('/sign-in', { replace: true, state: hint }),
      onError: tell.failed,
    });
  return (
    <Notice good title={words.done} text={`${words.doneText} ${words.somebodyElse(me.user.email)}`}>
      <Button size="md" loading={signOut.isPending} onClick={leave}>
        {words.signOutFirst}
      </Button>
      <Button component={Link} to="/" replace size="md" variant="default">
        {words.stay(me.user.first_name)}
      </Button>
    </Notice>
  );
}

interface NoticeProps {
  title: string;
  text: string;
  good?: boolean;
  hint?: SignInHint;
  children?: ReactNode; // in place of the way to sign in
}

function Notice({ hint, children, ...notice }: NoticeProps) {
  return (
    <EntryNotice {...notice}>
      {children ?? (
        <Button component={Link} to="/sign-in" replace state={hint} size="md" variant={notice.good ? 'filled' : 'default'}>
          {notice.good ? words.toSignIn : words.haveOne}
        </Button>
      )}
    </EntryNotice>
  );
}
