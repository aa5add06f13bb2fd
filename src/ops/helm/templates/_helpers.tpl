{{- define "oncegate.selector" -}}
app.kubernetes.io/name: oncegate
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "oncegate.labels" -}}
{{ include "oncegate.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- /* Stops with one line if values are missing or contradict each other. */ -}}
{{- define "oncegate.check" -}}
{{- $redis := .Values.redis -}}
{{- if not .Values.image }}{{ fail "Set image to the gateway's image in your registry." }}{{ end -}}
{{- if not .Values.publicUrl }}{{ fail "Set publicUrl to the base URL of the links, like https://book.example.com." }}{{ end -}}
{{- range $entry := list "linkSecret" "apiKey" "redisPassword" "postgresUsername" "postgresPassword" -}}
{{- with index $.Values.secrets $entry -}}
{{- if not (.name | default $.Values.secrets.name) -}}
{{- fail (printf "Set secrets.name or secrets.%s.name to the existing Secret that holds %s." $entry .key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not .Values.postgres.url }}{{ fail "Set postgres.url, like r2dbc:postgresql://db.example.com:5432/oncegate." }}{{ end -}}
{{- range list .Values.postgres.url .Values.postgres.flywayUrl -}}
{{- if regexMatch "://[^/]*@|[?&](user|password)=" . -}}
{{- fail "postgres.url and postgres.flywayUrl must not hold a user or password: put them into a Secret, see secrets." -}}
{{- end -}}
{{- end -}}
{{- if ne 1 (len (compact (list $redis.host $redis.clusterNodes (or $redis.sentinelMaster $redis.sentinelNodes)))) -}}
{{- fail "Set exactly one of redis.host, redis.clusterNodes, and redis.sentinelMaster with redis.sentinelNodes." -}}
{{- end -}}
{{- if ne (empty $redis.sentinelMaster) (empty $redis.sentinelNodes) -}}
{{- fail "Set redis.sentinelMaster and redis.sentinelNodes together." -}}
{{- end -}}
{{- if and .Values.secrets.ca.name (not $redis.tls) (not .Values.postgres.tls) -}}
{{- fail "secrets.ca has no effect while redis.tls and postgres.tls are false. Remove it, or use TLS." -}}
{{- end -}}
{{- if lt (int .Values.replicas.max) (int .Values.replicas.min) -}}
{{- fail "Set replicas.max to replicas.min or more." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.trustedProxies) -}}
{{- fail "Set trustedProxies to the ingress controller's addresses: without it, all clients share one rate limit." -}}
{{- end -}}
{{- range $name, $value := .Values.env -}}
{{- if and (kindIs "string" $value) (regexMatch "PASSWORD|SECRET|API_KEY" $name) -}}
{{- fail (printf "env.%s must not be written here: refer to a Secret by secretKeyRef." $name) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- /* The gateway's settings. Those of env take precedence. */ -}}
{{- define "oncegate.env" -}}
{{- $redis := .Values.redis -}}
{{- $ca := "/etc/oncegate/ca.crt" -}}
{{- $env := dict
  "SPRING_CONFIG_IMPORT" "configtree:/run/secrets/oncegate/"
  "SERVER_ADDRESS" "0.0.0.0"
  "MANAGEMENT_SERVER_ADDRESS" "0.0.0.0"
  "LOGGING_STRUCTURED_FORMAT_CONSOLE" "ecs"
  "SPRING_WEBFLUX_MULTIPART_FILE_STORAGE_DIRECTORY" "/uploads"
  "ONCEGATE_PUBLIC_URL" .Values.publicUrl
  "ONCEGATE_DRAIN" (printf "%ds" (int .Values.drainSeconds))
  "SPRING_R2DBC_URL" .Values.postgres.url
-}}
{{- with .Values.trustedProxies }}{{ $_ := set $env "ONCEGATE_TRUSTED_PROXIES" (join "," .) }}{{ end -}}
{{- with .Values.postgres.flywayUrl }}{{ $_ := set $env "SPRING_FLYWAY_URL" . }}{{ end -}}
{{- if .Values.postgres.tls -}}
{{- $_ := set $env "SPRING_R2DBC_PROPERTIES_SSLMODE" "verify-full" -}}
{{- if .Values.secrets.ca.name }}{{ $_ := set $env "SPRING_R2DBC_PROPERTIES_SSLROOTCERT" $ca }}{{ end -}}
{{- end -}}
{{- if $redis.host -}}
{{- $_ := set $env "SPRING_DATA_REDIS_HOST" $redis.host -}}
{{- $_ := set $env "SPRING_DATA_REDIS_PORT" (toString $redis.port) -}}
{{- else if $redis.clusterNodes -}}
{{- $_ := set $env "SPRING_DATA_REDIS_CLUSTER_NODES" (join "," $redis.clusterNodes) -}}
{{- else -}}
{{- $_ := set $env "SPRING_DATA_REDIS_SENTINEL_MASTER" $redis.sentinelMaster -}}
{{- $_ := set $env "SPRING_DATA_REDIS_SENTINEL_NODES" (join "," $redis.sentinelNodes) -}}
{{- end -}}
{{- if $redis.tls -}}
{{- $_ := set $env "SPRING_DATA_REDIS_SSL_ENABLED" "true" -}}
{{- if .Values.secrets.ca.name -}}
{{- $_ := set $env "SPRING_DATA_REDIS_SSL_BUNDLE" "redis" -}}
{{- $_ := set $env "SPRING_SSL_BUNDLE_PEM_REDIS_TRUSTSTORE_CERTIFICATE" $ca -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := merge (deepCopy .Values.env) $env }}
- name: {{ $name }}
  {{- if kindIs "string" $value }}
  value: {{ $value | quote }}
  {{- else }}
  valueFrom: {{ toJson $value }}
  {{- end }}
{{- end }}
{{- end }}

{{- /* The ports of the stores, and DNS. With Sentinel, redis.port is that of the server it leads to. */ -}}
{{- define "oncegate.egressPorts" -}}
{{- $redis := .Values.redis -}}
{{- $addresses := concat (list .Values.postgres.url .Values.postgres.flywayUrl) $redis.clusterNodes $redis.sentinelNodes -}}
{{- $ports := list 5432 -}}
{{- range $addresses -}}
{{- range regexFindAll ":[0-9]+([,/?]|$)" . -1 }}{{ $ports = append $ports (regexFind "[0-9]+" . | int) }}{{ end -}}
{{- end -}}
{{- if not $redis.clusterNodes }}{{ $ports = append $ports (int $redis.port) }}{{ end -}}
{{- range .Values.networkPolicy.egressPorts }}{{ $ports = append $ports (int .) }}{{ end -}}
- {port: 53, protocol: UDP}
- {port: 53, protocol: TCP}
{{- range $ports | uniq }}
- {port: {{ . }}, protocol: TCP}
{{- end }}
{{- end }}
