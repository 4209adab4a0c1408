import { Badge } from '@mantine/core';

import classes from './Tags.module.css';
import { words } from './words';

interface TagsProps {
  tags: readonly string[];
  // Where a tag can be pressed: shows only what has it.
  onPick?: (tag: string) => void;
}

export function Tags({ tags, onPick }: TagsProps) {
  return (
    <span className={classes.tags}>
      {tags.map((tag) =>
        onPick ? (
          <Badge
            key={tag}
            component="button"
            type="button"
            className={classes.button}
            variant="light"
            aria-label={words.onlyTag(tag)}
            onClick={() => onPick(tag)}
          >
            {tag}
          </Badge>
        ) : (
          <Badge key={tag} variant="light">
            {tag}
          </Badge>
        ),
      )}
    </span>
  );
}
