# The gateway in a container: built from the lock file, run by a user that owns nothing.
#
#   docker build -t collectgraph .
#   docker run --read-only --tmpfs /tmp -v collectgraph-data:/data -p 4000:4000 --env-file gateway.env collectgraph
#
# The build needs the package registry and nothing else. At run time only /data is written (the event log).

FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package's own script runs: what is native comes built from the registry.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json tsconfig.client.json rolldown.config.js ./
COPY schema schema
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 EVENTS_PATH=/data/events.db
WORKDIR /app
COPY package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/schema schema
COPY --from=build /app/dist dist
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
# By number, so that a cluster can see that it is not root: `node` of the base image.
USER 1000:1000
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Without a shell in between, which would keep SIGTERM to itself.
ENTRYPOINT ["node", "dist/bin/collectgraph.js"]
CMD ["start"]
