# syntax=docker/dockerfile:1
# Two stages: the SDK and npm build, the runtime serves. Pin both images by digest in an installation of your own.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts --prefix eng
# A complete registry has the originals of all packages.
RUN dotnet publish src/WebApi -c Release -p:UseStandIns=false -o /published

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Names the directory of mail that no server takes; a volume where that is wanted.
WORKDIR /data
COPY --from=build /published /app
# A user of the image without a shell or a password; nothing in the image is writable for it.
USER $APP_UID
ENV ASPNETCORE_URLS=http://0.0.0.0:5080 \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_NOLOGO=1
EXPOSE 5080
STOPSIGNAL SIGTERM
# The image has no curl; bash speaks to the port itself.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5080 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
ENTRYPOINT ["dotnet", "/app/UserSystem.WebApi.dll"]
