import { Alert, Button, SegmentedControl } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';

import type { NewEnrolmentToken } from '../../api/client';
import { Card } from '../../ui/Card';
import { CommandLine } from '../../ui/CommandLine';
import { ForOthers } from '../../ui/ForOthers';
import classes from './AddMachinePage.module.css';
import { installLine, type RunMode, shortLine } from './installLine';
import { addWords as words } from './words';

// The only place and time where the token can be seen.
export function NewToken({ made, onAnother }: { made: NewEnrolmentToken; onAnother: () => void }) {
  const [mode, setMode] = useState<RunMode>('installed');
  return (
    <Card
      title={words.ready(made.details.label)}
      aside={
        <Button variant="default" size="xs" onClick={onAnother}>
          {words.another}
        </Button>
      }
    >
      <div className={classes.mode}>
        <SegmentedControl
          aria-label={words.mode}
          data={words.modes}
          value={mode}
          onChange={(value) => setMode(value === 'portable' ? 'portable' : 'installed')}
        />
        <p className={classes.hint}>{words.modeText[mode]}</p>
      </div>
      <ForOthers>
        {(program, server) => (
          <>
            <Line command={installLine(program, server, made.token, mode)} mode={mode} platform={program.platform} />
            <p className={classes.hint}>{words.short}</p>
            <CommandLine text={shortLine(server, made.token, mode)} label={words.copyShort} />
          </>
        )}
      </ForOthers>
      <p className={classes.hint}>{words.tokenAlone}</p>
      <CommandLine text={made.token} label={words.copyToken} />
      <Alert mt="md" variant="light" icon={<IconEyeOff size={20} aria-hidden />}>
        {words.once}
      </Alert>
    </Card>
  );
}

function Line({ command, mode, platform }: { command: string; mode: RunMode; platform: string }) {
  return (
    <div className={classes.made}>
      <div>
        <ol className={classes.steps}>
          <li>
            {words.run}
            <CommandLine text={command} label={words.copyCommand} />
          </li>
          <li>{words.appears[mode]}</li>
        </ol>
        <p className={classes.hint}>{words.checked(platform)}</p>
      </div>
      <figure className={classes.qr}>
        <QRCodeSVG value={command} title={words.qrTitle} level="L" marginSize={4} bgColor="#ffffff" fgColor="#000000" />
        <figcaption>{words.qr}</figcaption>
      </figure>
    </div>
  );
}
