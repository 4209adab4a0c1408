import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconMail, IconMailOff } from '@tabler/icons-react';

import { type MailSettings, useMailMessages, useMailSettings, useSendTestMail } from '../../api/mail';
import { useAccess } from '../../app/CurrentUser';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { FilterIsOn } from '../../ui/FilterIsOn';
import { Listing } from '../../ui/Listing';
import { Loaded } from '../../ui/Loaded';
import { Page } from '../../ui/Page';
import { listOf } from '../../ui/pages';
import { EmptyState } from '../../ui/States';
import { useTell } from '../../ui/Toasts';
import { useChoice } from '../../ui/useChoice';
import { useColumns } from '../../ui/useColumns';
import { asState, readChoice, writeChoice } from './filter';
import { allColumns, MessageTable } from './MessageTable';
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

const inAddress = { read: readChoice, write: writeChoice };

function Messages({ mailIsSet }: { mailIsSet: boolean }) {
  const { choice, change, isOld } = useChoice(inAddress);
  const { state } = choice;
  const table = useColumns('mail', allColumns);
  const query = useMailMessages(state);
  const { rows, more } = listOf(query);
  const empty = (
    <EmptyState icon={<IconMail size={24} />} title={state ? words.noneOf[state] : words.none}>
      {words.noneText}
    </EmptyState>
  );
  return (
    <Card
      title={words.messages}
      flush
      aside={
        <Group gap="sm">
          <NativeSelect
            aria-label={words.filter}
            data={states}
            value={state ?? ''}
            onChange={(event) => change({ state: asState(event.currentTarget.value) })}
          />
          {table.menu}
        </Group>
      }
    >
      {isOld && state && <FilterIsOn onReset={() => change({ state: undefined })} />}
      <Listing query={query} rows={rows} empty={empty}>
        <MessageTable columns={table.columns} messages={rows} more={more} mailIsSet={mailIsSet} />
      </Listing>
    </Card>
  );
}
