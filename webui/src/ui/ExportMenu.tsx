import { Button, Menu, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

import classes from './ExportMenu.module.css';
import { words } from './words';

export interface ExportFile {
  label: string;
  // What it is good for.
  text?: string;
  // Of the API, below /api/v1.
  path: string;
}

// Offers files that the browser saves by itself, with its own progress.
export function ExportMenu({ files }: { files: readonly ExportFile[] }) {
  return (
    <Menu position="bottom-end" width={280} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
          {words.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(({ label, text, path }) => (
          <Menu.Item key={path} component="a" href={`/api/v1${path}`} download>
            {label}
            {text && <Text className={classes.text}>{text}</Text>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
