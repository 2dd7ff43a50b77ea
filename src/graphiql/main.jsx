/** GraphiQL on this gateway's own graph. Everything it loads is part of this build. */
import './workers.js';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import { exampleQuery } from '../server/example.ts';
import { fetcher } from './fetcher.js';
import { Progress } from './Progress.jsx';
import { opening } from './remembered.js';
import { questionTabs } from './tabs.js';
import { upstreamCallsPlugin } from './UpstreamCalls.jsx';

const welcome = `# One graph over Collectmaxx, Receeve, uCollect and CM.
#
# Ctrl-Enter (Cmd-Enter) runs the query,
# Ctrl-Space shows what can stand at the cursor,
# Ctrl-click opens the documentation of a field.
#
# On the sandbox's demo data it answers as it is;
# on your own, put in your own references.

`;

const plugins = [HISTORY_PLUGIN, explorerPlugin({ showAttribution: false }), upstreamCallsPlugin];
const example = welcome + exampleQuery;
const tabs = [{ query: example }, ...questionTabs];

/** What a link asks to be opened, `?query=…&variables=…`: in a tab of its own, and never run by itself. */
const asked = new URLSearchParams(location.search);
const linked = asked.has('query') ? { query: asked.get('query'), variables: asked.get('variables') ?? '' } : undefined;
// What was opened is remembered; loading the page anew should not open it again.
if (linked) history.replaceState(null, '', location.pathname);

createRoot(document.getElementById('graphiql')).render(
  <>
    <Progress />
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      {...opening({ tabs, linked })}
      defaultQuery={example}
      defaultEditorToolsVisibility="variables"
      // A key that was typed in is kept in this browser; "Persist headers" in the settings turns that off.
      shouldPersistHeaders
      inputValueDeprecation
      schemaDescription
    >
      <GraphiQL.Logo>Collectgraph</GraphiQL.Logo>
    </GraphiQL>
  </>,
);
