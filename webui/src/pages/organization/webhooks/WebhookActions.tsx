import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

import { useEnableWebhook, useRemoveWebhook, useTestWebhook, type Webhook } from '../../../api/webhooks';
import { AskedAction } from '../../../ui/AskedAction';
import { Dialog } from '../../../ui/Dialog';
import { useTell } from '../../../ui/Toasts';
import { Deliveries } from './Deliveries';
import { words } from './words';

export function WebhookActions({ webhook, mayEdit }: { webhook: Webhook; mayEdit: boolean }) {
  return (
    <Group gap="xs" justify="flex-end">
      <Log webhook={webhook} mayEdit={mayEdit} />
      {mayEdit && (
        <>
          <Switch webhook={webhook} />
          <Remove webhook={webhook} />
        </>
      )}
    </Group>
  );
}

// What it was told, and a test to see whether it arrives.
function Log({ webhook, mayEdit }: { webhook: Webhook; mayEdit: boolean }) {
  const [opened, dialog] = useDisclosure(false);
  const test = useTestWebhook();
  const tell = useTell();
  return (
    <>
      <Button variant="default" size="xs" aria-label={words.logOf(webhook.url)} onClick={dialog.open}>
        {words.log}
      </Button>
      <Dialog opened={opened} title={words.logTitle(webhook.url)} onClose={dialog.close} wide>
        <Stack>
          {mayEdit && webhook.enabled && (
            <Group>
              <Button
                variant="default"
                size="xs"
                loading={test.isPending}
                onClick={() => test.mutate(webhook.id, { onSuccess: () => tell.done(words.tested), onError: tell.failed })}
              >
                {words.test}
              </Button>
            </Group>
          )}
          <Deliveries webhook={webhook} mayEdit={mayEdit} />
        </Stack>
      </Dialog>
    </>
  );
}

function Switch({ webhook }: { webhook: Webhook }) {
  const change = useEnableWebhook();
  const tell = useTell();
  const enabled = !webhook.enabled;
  return (
    <Button
      variant="default"
      size="xs"
      loading={change.isPending}
      aria-label={(enabled ? words.enableOf : words.disableOf)(webhook.url)}
      onClick={() =>
        change.mutate(
          { webhook, enabled },
          { onSuccess: () => tell.done(enabled ? words.changed.on : words.changed.off), onError: tell.failed },
        )
      }
    >
      {enabled ? words.enable : words.disable}
    </Button>
  );
}

function Remove({ webhook }: { webhook: Webhook }) {
  const remove = useRemoveWebhook();
  return (
    <AskedAction
      button={(ask) => (
        <Button variant="default" size="xs" aria-label={words.removeOf(webhook.url)} onClick={ask}>
          {words.remove}
        </Button>
      )}
      title={words.removeTitle(webhook.url)}
      action={words.remove}
      mutation={remove}
      argument={webhook}
      done={words.removed}
    >
      {words.removeText}
    </AskedAction>
  );
}
