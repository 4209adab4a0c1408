import { Alert, Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Navigate, useLocation, useNavigate } from 'react-router-dom';

import type { SecondFactorWanted, State } from '../../api/client';
import { useSignIn } from '../../api/mutations';
import { isAddress, useSignInWithPasskey } from '../../api/passkeys';
import { useApplianceState, useMeQuery } from '../../api/queries';
import { returnPathFrom } from '../../app/returnPath';
import { Splash } from '../../app/Splash';
import { EntryLayout } from '../../ui/EntryLayout';
import { FormError } from '../../ui/FormError';
import { showPassword } from '../../ui/NewPasswordInput';
import { PasskeyButton } from '../../ui/PasskeyButton';
import { ErrorState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { usePageTitle } from '../../ui/usePageTitle';
import { CodeForm } from './CodeForm';
import { asHint } from './hint';
import { useWait } from './useWait';
import { words } from './words';

export default function SignInPage() {
  const state = useApplianceState();
  const me = useMeQuery();
  const { search } = useLocation();

  if (state.data?.setup_required) return <Navigate to="/setup" replace />;
  if (me.data) return <Navigate to={returnPathFrom(search)} replace />;
  if (state.isError) {
    return (
      <EntryLayout>
        <ErrorState error={state.error} onRetry={() => void state.refetch()} />
      </EntryLayout>
    );
  }
  if (!state.data || me.isPending) return <Splash />;
  return <SignInForm organization={state.data.organization} sendsMail={state.data.mail} />;
}

function SignInForm({ organization, sendsMail }: { organization: State['organization']; sendsMail: boolean }) {
  const navigate = useNavigate();
  const { search, state } = useLocation();
  const known = asHint(state);
  const signIn = useSignIn();
  const byPasskey = useSignInWithPasskey();
  const error = signIn.error ?? byPasskey.error;
  const wait = useWait(error);
  const heading = usePageTitle(words.title);
  const passwordField = useRef<HTMLInputElement>(null);
  const [organizationId, setOrganizationId] = useState(known.organizationId ?? organization?.id ?? '');
  const [email, setEmail] = useState(known.email ?? '');
  const [password, setPassword] = useState('');
  const [wanted, setWanted] = useState<SecondFactorWanted>();

  // The password was wrong, most likely: ready for the next try.
  useEffect(() => {
    if (signIn.isError) passwordField.current?.select();
  }, [signIn.isError, signIn.submittedAt]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPasskey.reset();
    signIn.mutate(
      { organization_id: organizationId.trim(), email: email.trim(), password },
      {
        onSuccess: (answer) => {
          setPassword('');
          if ('user' in answer) navigate(returnPathFrom(search), { replace: true });
          else setWanted(answer);
        },
      },
    );
  };

  const goOn = () => navigate(returnPathFrom(search), { replace: true });
  if (wanted) {
    return (
      <CodeForm
        wanted={wanted}
        onDone={goOn}
        onBack={() => {
          signIn.reset();
          setWanted(undefined);
        }}
      />
    );
  }
  return (
    <EntryLayout>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <div>
            <Title order={1} ref={heading} tabIndex={-1}>
              {words.title}
            </Title>
            {organization && <span>{words.lead(organization.name)}</span>}
          </div>
          {wait > 0 ? (
            <Alert color="lamp" role="alert" icon={<IconHourglass size={20} />}>
              {words.locked(wait)}
            </Alert>
          ) : (
            <FormError error={error} />
          )}
          <TextInput
            label={words.organization}
            description={organization ? undefined : words.organizationHelp}
            required
            name="organization"
            autoComplete="organization"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            value={organizationId}
            onChange={(event) => setOrganizationId(event.currentTarget.value)}
          />
          <TextInput
            label={words.email}
            required
            type="email"
            name="email"
            autoComplete="username"
            autoFocus={organization !== null && !known.email}
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            {...showPassword}
            ref={passwordField}
            label={words.password}
            required
            name="password"
            autoComplete="current-password"
            autoFocus={known.email !== undefined}
            maxLength={1024}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" loading={signIn.isPending} disabled={wait > 0}>
            {words.submit}
          </Button>
          {!isAddress(window.location.hostname) && (
            <PasskeyButton
              last
              label={words.passkey}
              mutation={byPasskey}
              onAsk={signIn.reset}
              disabled={wait > 0}
              onDone={goOn}
            />
          )}
          {sendsMail && <TextLink to="/forgot-password">{words.forgot}</TextLink>}
        </Stack>
      </form>
    </EntryLayout>
  );
}
