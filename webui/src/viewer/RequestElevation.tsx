import { Alert, Button, Group, Loader, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';

import { FormButtons } from '../ui/FormButtons';
import { USER_CAP } from '../wire/control';
import { isPasswordTooLong } from './Elevation';
import { elevationWords } from './elevationWords';
import { requestWords as words } from './requestWords';
import { useSecondsUntil } from './useSecondsUntil';
import type { ElevationControls } from './useElevation';
import { words as viewerWords } from './words';

interface RequestElevationProps {
  elevation: ElevationControls;
  onClose(): void;
  onTerminal(): void;
}

// From standard rights to those of an administrator: how, the wait, and what came of it.
export function RequestElevation({ elevation, onClose, onTerminal }: RequestElevationProps) {
  const { state } = elevation.now;
  const atFirst = useRef(elevation.now);
  const [way, setWay] = useState('person');
  const [user, setUser] = useState('');
  if (state === 'off') {
    return <RequestForm elevation={elevation} before={atFirst.current} choice={{ way, setWay, user, setUser }} onClose={onClose} />;
  }
  if (state === 'on') {
    return (
      <>
        <Text role="status">{elevationWords.granted}</Text>
        <Text mt={4} c="var(--quiet)">
          {elevationWords.administratorText}
        </Text>
        <Group justify="flex-end" mt="xl">
          <Button variant="default" onClick={onClose}>
            {viewerWords.close}
          </Button>
          <Button onClick={onTerminal}>{words.openTerminal}</Button>
        </Group>
      </>
    );
  }
  return (
    <>
      <Group wrap="nowrap" align="flex-start" gap="md" role="status">
        <Loader size="sm" mt={2} role="presentation" />
        <div>
          <Text fw={600}>{state === 'asking' ? words.asking : words.checking}</Text>
          <Text mt={4} c="var(--quiet)">
            {words.mayClose}
          </Text>
        </div>
      </Group>
      <Group justify="flex-end" mt="xl">
        <Button variant="default" onClick={elevation.giveBack}>
          {words.withdraw}
        </Button>
        <Button variant="default" onClick={onClose}>
          {viewerWords.close}
        </Button>
      </Group>
    </>
  );
}

interface RequestFormProps {
  elevation: ElevationControls;
  // How it stood when the dialog was opened: that is no news.
  before: ElevationControls['now'];
  // What is kept from one try to the next.
  choice: { way: string; setWay(way: string): void; user: string; setUser(user: string): void };
  onClose(): void;
}

function RequestForm({ elevation, before, choice: { way, setWay, user, setUser }, onClose }: RequestFormProps) {
  const { now } = elevation;
  const [password, setPassword] = useState('');
  const [errors, setErrors] = useState<{ user?: string; password?: string }>({});
  const seconds = useSecondsUntil(now.from) ?? 0;
  const isNews = now.why !== 'none' && (now !== before || seconds > 0);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (seconds > 0) return;
    if (way === 'person') {
      elevation.askPerson();
      return;
    }
    const wrong = check(user.trim(), password);
    setErrors(wrong);
    if (wrong.user || wrong.password) return;
    elevation.transmit(user.trim(), password);
    setPassword('');
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack gap="md">
        {isNews && (
          <Alert color="red" title={words.refused} role="alert">
            {elevationWords.whys[now.why]}
          </Alert>
        )}
        {!isNews && <Text>{words.intro}</Text>}
        <Radio.Group value={way} onChange={setWay} aria-label={elevationWords.request}>
          <Stack gap="sm">
            <Radio value="person" label={words.askPerson} description={words.askPersonText} data-autofocus={way === 'person' || undefined} />
            <Radio value="viewer" label={words.transmit} description={words.transmitText} data-autofocus={way === 'viewer' || undefined} />
          </Stack>
        </Radio.Group>
        {way === 'viewer' && (
          <Stack gap="sm" pl="xl">
            <TextInput
              label={words.userName}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={USER_CAP}
              value={user}
              error={errors.user}
              onChange={(event) => setUser(event.currentTarget.value)}
            />
            <PasswordInput
              label={words.password}
              autoComplete="off"
              value={password}
              error={errors.password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Text size="sm" c="var(--quiet)">
              {words.sealed}
            </Text>
          </Stack>
        )}
        {/* The countdown would be read out every second. */}
        {seconds > 0 && (
          <Text c="var(--quiet)" aria-live="off">
            {viewerWords.answerIn(seconds)}
          </Text>
        )}
        <FormButtons label={words.ok} disabled={seconds > 0} onCancel={onClose} />
      </Stack>
    </form>
  );
}

function check(user: string, password: string): { user?: string; password?: string } {
  return {
    ...(user === '' && { user: words.userMissing }),
    ...(new TextEncoder().encode(user).length > USER_CAP && { user: words.userTooLong }),
    ...(password === '' && { password: words.passwordMissing }),
    ...(isPasswordTooLong(password) && { password: words.passwordTooLong }),
  };
}
