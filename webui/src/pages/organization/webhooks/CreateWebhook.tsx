import { Alert, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { type NewWebhook, useCreateWebhook, type WebhookEvent } from '../../../api/webhooks';
import { CommandLine } from '../../../ui/CommandLine';
import { focusUnlessElsewhere } from '../../../ui/focusUnlessElsewhere';
import { Form } from '../../../ui/Form';
import { fieldErrors } from '../../../ui/FormError';
import { useField } from '../../../ui/useField';
import { words } from './words';

const choices = Object.keys(words.events) as WebhookEvent[];

// The form, and in its place the secret: the only time that it can be seen.
export function CreateWebhook({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<NewWebhook>();
  return made ? <Made secret={made.secret} onClose={onClose} /> : <WebhookForm onMade={setMade} onClose={onClose} />;
}

function WebhookForm({ onMade, onClose }: { onMade: (made: NewWebhook) => void; onClose: () => void }) {
  const create = useCreateWebhook();
  const url = useField('url', create.error);
  const [events, setEvents] = useState<string[]>([]);
  const [touched, setTouched] = useState(false);
  const errors = fieldErrors(create.error);

  const submit = () => {
    setTouched(true);
    const chosen = choices.filter((one) => events.includes(one));
    if (chosen.length > 0) create.mutate({ url: url.value.trim(), events: chosen }, { onSuccess: onMade });
  };
  return (
    <Form error={create.error} label={words.submit} busy={create.isPending} onSubmit={submit} onCancel={onClose}>
      <TextInput
        label={words.url}
        description={words.urlHelp}
        placeholder={words.urlExample}
        data-autofocus
        required
        maxLength={500}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...url}
      />
      <Checkbox.Group
        label={words.eventsLabel}
        required
        value={events}
        onChange={setEvents}
        error={errors.events ?? (touched && events.length === 0 && words.eventsMissing)}
      >
        <Stack gap="xs" mt="xs">
          {choices.map((event) => (
            <Checkbox key={event} value={event} label={words.events[event]} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Form>
  );
}

function Made({ secret, onClose }: { secret: string; onClose: () => void }) {
  const copy = useRef<HTMLButtonElement>(null);
  useEffect(() => focusUnlessElsewhere(copy.current), []);
  return (
    <Stack>
      <Alert variant="light" title={words.secretTitle} icon={<IconEyeOff size={20} aria-hidden />}>
        {words.secretText}
      </Alert>
      <CommandLine ref={copy} begins text={secret} label={words.copySecret} />
      <Group justify="flex-end">
        <Button onClick={onClose}>{words.close}</Button>
      </Group>
    </Stack>
  );
}
