import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'react-router-dom';

import type { State } from '../../api/client';
import { useRequestAccountLink } from '../../api/mail';
import { useApplianceState } from '../../api/queries';
import { Splash } from '../../app/Splash';
import { EntryLayout } from '../../ui/EntryLayout';
import { FormError } from '../../ui/FormError';
import { ErrorState } from '../../ui/States';
import { TextLink } from '../../ui/TextLink';
import { usePageTitle } from '../../ui/usePageTitle';
import { asHint } from '../signIn/hint';
import { words } from './words';

export default function ForgotPasswordPage() {
  const state = useApplianceState();
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (state.isError) {
    return (
      <EntryLayout>
        <ErrorState error={state.error} onRetry={() => void state.refetch()} />
      </EntryLayout>
    );
  }
  if (!state.data) return <Splash />;
  return (
    <EntryLayout>
      <Stack gap="lg">
        {sentTo === null ? (
          <Wish organization={state.data.organization} onSent={setSentTo} />
        ) : (
          <Sent email={sentTo} />
        )}
        <TextLink to="/sign-in">{words.back}</TextLink>
      </Stack>
    </EntryLayout>
  );
}

function Wish({ organization, onSent }: { organization: State['organization']; onSent: (email: string) => void }) {
  const heading = usePageTitle(words.title);
  const known = asHint(useLocation().state);
  const request = useRequestAccountLink();
  const [organizationId, setOrganizationId] = useState(known.organizationId ?? organization?.id ?? '');
  const [email, setEmail] = useState(known.email ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    request.mutate({ organization_id: organizationId.trim(), email: address }, { onSuccess: () => onSent(address) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        <div>
          <Title order={1} ref={heading} tabIndex={-1}>
            {words.title}
          </Title>
          <span>{words.lead}</span>
        </div>
        <FormError error={request.error} />
        <TextInput
          label={words.organization}
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
          maxLength={254}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" size="md" loading={request.isPending}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  );
}

function Sent({ email }: { email: string }) {
  const heading = usePageTitle(words.sentTitle);
  return (
    <div role="status">
      <Title order={1} ref={heading} tabIndex={-1}>
        {words.sentTitle}
      </Title>
      <Text mt="sm">{words.sent(email)}</Text>
    </div>
  );
}
