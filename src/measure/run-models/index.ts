import type { Analyze, Json } from '../../contract/index.ts';
import { readBundle } from '../bundle.ts';
import type { Task } from '../task.ts';
import { answerPicture } from './answer-picture.ts';
import { probeModels } from './probe-models.ts';

/** Does the one task of its configuration; answers are facts, named in `task.ts`. */
export const analyze: Analyze = async (artefact, context) => {
  const task = context.config as unknown as Task;
  if (task.task === 'probe') return probeModels(task.shipped, context);
  let index = 0;
  for await (const picture of readBundle(artefact.path)) {
    context.signal.throwIfAborted();
    const answer = await answerPicture(picture, task, context);
    context.sink.fact(`picture/${index}`, answer as Json);
    index += 1;
  }
};
