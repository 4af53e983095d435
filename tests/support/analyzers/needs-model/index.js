/** Asks for the model its manifest names. */
export async function analyze(_artefact, context) {
  await context.model('no-such-model');
}
