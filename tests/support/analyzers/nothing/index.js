/** Reads its artefact's size and says so: the least a run can do. */
export async function analyze(artefact, { sink }) {
  sink.fact('bytes', artefact.bytes);
  sink.examined('the number of bytes');
}
