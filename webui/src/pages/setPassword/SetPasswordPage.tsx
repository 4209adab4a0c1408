import { Button, Stack, Title } from '@mantine/core';
import { IconCheck, IconLinkOff } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router-dom';

import type { AccountLinkOwner } from '../../api/client';
import { useSignOut } from '../../api/mutations';
import { useUseAccountLink } from '../../api/peopleMutations';
import { useAccountLink } from '../../api/peopleQueries';
import { ApiError } from '../../api/problem';
import { useMeQuery } from '../../api/queries';
import { Splash } from '../../app/Splash';
import { EntryLayout } from '../../ui/EntryLayout';
import { fieldErrors, FormError } from '../../ui/FormError';
import { NewPasswordInput } from '../../ui/NewPasswordInput';
import { SHORTEST_PASSWORD } from '../../ui/passwordStrength';
import { ErrorState } from '../../ui/States';
import { useTell } from '../../ui/Toasts';
import { usePageTitle } from '../../ui/usePageTitle';
import type { SignInHint } from '../signIn/hint';
import classes from './SetPasswordPage.module.css';
import { words } from './words';

const isOver = (error: unknown) => error instanceof ApiError && error.code === 'link_is_over';

// Where a link to set one's password leads. Its token is behind "#", which browsers send nowhere; it stays there until it
// is used, so that the page can be loaded again.
export default function SetPasswordPage() {
  const token = useLocation().hash.slice(1);
  const link = useAccountLink(token);

  if (token === '') return <Notice title={words.incomplete} text={words.incompleteText} />;
  if (link.data) return <SetPassword key={token} token={token} owner={link.data} />;
  if (isOver(link.error) || fieldErrors(link.error).token) return <Notice title={words.over} text={words.overText} />;
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
  const heading = usePageTitle(words.title);
  const [password, setPassword] = useState('');
  const [touched, setTouched] = useState(false);
  const tooShort = [...password].length < SHORTEST_PASSWORD;

  if (set.isSuccess) {
    const hint: SignInHint = { organizationId: owner.organization.id, email: owner.email };
    return <Done hint={hint} />;
  }
  if (isOver(set.error)) return <Notice title={words.over} text={words.overText} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (!tooShort) set.mutate({ token, password });
  };
  return (
    <EntryLayout>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <div>
            <Title order={1} ref={heading} tabIndex={-1}>
              {words.title}
            </Title>
            <p className={classes.text}>
              {owner.first ? words.first(owner.first_name, owner.organization.name) : words.again(owner.first_name)}
            </p>
          </div>
          <FormError error={set.error} />
          <dl className={classes.who}>
            <dt>{words.email}</dt>
            <dd>{owner.email}</dd>
          </dl>
          {/* For password managers, which else would not know whose password it is. */}
          <input type="email" name="username" autoComplete="username" value={owner.email} readOnly hidden />
          <NewPasswordInput
            label={words.password}
            name="new-password"
            autoFocus
            maxLength={1024}
            value={password}
            onValue={setPassword}
            known={[owner.email, owner.first_name, owner.organization.name]}
            error={fieldErrors(set.error).password ?? (touched && tooShort)}
          />
          <Button type="submit" size="md" loading={set.isPending}>
            {words.submit}
          </Button>
        </Stack>
      </form>
    </EntryLayout>
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

function Notice({ title, text, good, hint, children }: NoticeProps) {
  const heading = usePageTitle(title);
  const icon: ReactNode = good ? <IconCheck size={24} aria-hidden /> : <IconLinkOff size={24} aria-hidden />;
  return (
    <EntryLayout>
      <Stack gap="lg">
        <span className={classes.icon}>{icon}</span>
        <div>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          <p className={classes.text}>{text}</p>
        </div>
        {children ?? (
          <Button component={Link} to="/sign-in" replace state={hint} size="md" variant={good ? 'filled' : 'default'}>
            {good ? words.toSignIn : words.haveOne}
          </Button>
        )}
      </Stack>
    </EntryLayout>
  );
}
