export async function analyze( {
