import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import type { SecondFactorWanted } from '../../api/client';
import { useShowCode } from '../../api/mutations';
import { passkeysWork, useShowPasskey } from '../../api/passkeys';
import { EntryLayout } from '../../ui/EntryLayout';
import { FormError } from '../../ui/FormError';
import { PasskeyButton } from '../../ui/PasskeyButton';
import { usePageTitle } from '../../ui/usePageTitle';
import { useWait } from './useWait';
import { words } from './words';

// The second step, after the password.
export function CodeForm({ wanted, onDone, onBack }: { wanted: SecondFactorWanted; onDone: () => void; onBack: () => void }) {
  const show = useShowCode();
  const byPasskey = useShowPasskey();
  const error = show.error ?? byPasskey.error;
  const wait = useWait(error);
  const heading = usePageTitle(words.codeTitle);
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [recovery, setRecovery] = useState(!wanted.devices);

  // Ready for the next try.
  useEffect(() => {
    if (show.isError) field.current?.select();
  }, [show.isError, show.submittedAt]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    byPasskey.reset();
    show.mutate(code.trim(), { onSuccess: onDone });
  };
  const other = () => {
    show.reset();
    byPasskey.reset();
    setCode('');
    setRecovery(!recovery);
    field.current?.focus();
  };

  return (
    <EntryLayout>
      <form onSubmit={submit}>
        <Stack gap="lg">
          <div>
            <Title order={1} ref={heading} tabIndex={-1}>
              {words.codeTitle}
            </Title>
            <Text component="span">{words.codeLead}</Text>
          </div>
          {wait > 0 ? (
            <Alert color="lamp" role="alert" icon={<IconHourglass size={20} />}>
              {words.locked(wait)}
            </Alert>
          ) : (
            <FormError error={error} />
          )}
          {wanted.passkeys && (
            <PasskeyButton
              label={words.usePasskey}
              mutation={byPasskey}
              onAsk={show.reset}
              disabled={wait > 0}
              onDone={onDone}
            />
          )}
          <TextInput
            ref={field}
            label={recovery ? words.recoveryCode : words.code}
            description={recovery ? words.recoveryCodeHelp : words.codeHelp}
            required
            autoFocus
            name="code"
            autoComplete={recovery ? 'off' : 'one-time-code'}
            inputMode={recovery ? 'text' : 'numeric'}
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={64}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button type="submit" size="md" variant={wanted.passkeys && passkeysWork() ? 'default' : 'filled'} loading={show.isPending} disabled={wait > 0}>
            {words.submit}
          </Button>
          {wanted.devices && (
            <Button variant="subtle" onClick={other}>
              {recovery ? words.useDevice : words.useRecovery}
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={onBack}>
            {words.back}
          </Button>
        </Stack>
      </form>
    </EntryLayout>
  );
}
