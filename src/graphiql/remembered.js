/**
 * Opens GraphiQL where the last visit left off, or at what a link asks for. GraphiQL remembers its tabs, and
 * beside them the contents of its editors; where the two differ it makes a tab of its own out of the second.
 * So the second is set to what the active tab holds, headers included.
 */
const key = (name) => `graphiql:${name}`;

/** Tabs for a first visitor, and what GraphiQL opens with besides. `linked` is `{ query, variables }` of a link, if there is one. */
export function opening({ tabs, linked, storage = localStorage }) {
  const active = activeTab(storage);
  if (!active) return { defaultTabs: linked ? [linked, ...tabs] : tabs };
  for (const name of ['query', 'variables', 'headers']) {
    if (active[name] == null) storage.removeItem(key(name));
    else storage.setItem(key(name), active[name]);
  }
  // A tab of its own, with the headers of the last one.
  return { defaultTabs: tabs, ...(linked && { initialQuery: linked.query, initialVariables: linked.variables }) };
}

function activeTab(storage) {
  try {
    const { tabs, activeTabIndex } = JSON.parse(storage.getItem(key('tabState')));
    return tabs[activeTabIndex];
  } catch {
    return undefined;
  }
}
