import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { IconMail, IconMailOff } from '@tabler/icons-react';
import { useSearchParams } from 'react-router-dom';

import { type MailSettings, type MailState, useMailMessages, useMailSettings, useSendTestMail } from '../../api/mail';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { Listing } from '../../ui/Listing';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { useTell } from '../../ui/Toasts';
import { MessageTable } from './MessageTable';
import { words } from './words';

const missing = { title: words.title, text: '' };

export default function MailPage() {
  const query = useMailSettings();
  return (
    <Loaded query={query} title={words.title} missing={missing}>
      {(settings) => (
        <Page title={words.title} lead={words.lead}>
          <Stack gap="lg">
            <Settings settings={settings} />
            <Messages mailIsSet={settings.server !== null} />
          </Stack>
        </Page>
      )}
    </Loaded>
  );
}

function Settings({ settings }: { settings: MailSettings }) {
  const mayEdit = useAccess('organization') === 'edit';
  if (settings.server === null || settings.security === null) {
    return (
      <Card>
        <EmptyState icon={<IconMailOff size={24} />} title={words.off}>
          {words.offText}
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title={words.settings}>
      <Facts
        rows={[
          [words.server, settings.server],
          [words.security, words.securities[settings.security]],
          [words.from, settings.from],
        ]}
      />
      <Text mt="md" size="sm" c="var(--quiet)">
        {words.where}
      </Text>
      {mayEdit && <SendTest />}
    </Card>
  );
}

function SendTest() {
  const test = useSendTestMail();
  const tell = useTell();
  const send = () =>
    test.mutate(undefined, {
      onSuccess: ({ to }) => tell.done(words.tested(to)),
      onError: (error) => tell.failed(error),
    });
  return (
    <Button mt="md" variant="default" leftSection={<IconMail size={18} aria-hidden />} loading={test.isPending} onClick={send}>
      {words.test}
    </Button>
  );
}

const states = [{ value: '', label: words.all }, ...Object.entries(words.states).map(([value, label]) => ({ value, label }))];

function asState(text: string | null): MailState | undefined {
  return text !== null && Object.hasOwn(words.states, text) ? (text as MailState) : undefined;
}

function Messages({ mailIsSet }: { mailIsSet: boolean }) {
  const [params, setParams] = useSearchParams();
  const state = asState(params.get('state'));
  const query = useMailMessages(state);
  const { rows, more } = listOf(query);
  const empty = (
    <EmptyState icon={<IconMail size={24} />} title={state ? words.noneOf[state] : words.none}>
      {words.noneText}
    </EmptyState>
  );
  const choose = (value: string) => setParams(value ? { state: value } : {}, { replace: true });
  return (
    <Card
      title={words.messages}
      flush
      aside={
        <NativeSelect
          aria-label={words.filter}
          data={states}
          value={state ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      }
    >
      <Listing query={query} rows={rows} empty={empty}>
        <MessageTable messages={rows} more={more} mailIsSet={mailIsSet} />
      </Listing>
    </Card>
  );
}
