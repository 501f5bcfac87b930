/**
 * Measures the lengths of Redis lists and prints them, one line of JSON per list and one with their sum. It needs
 * nothing but Python: Redis is spoken over a socket, which takes three commands.
 * https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export const QUEUE_DEPTH_PROGRAM = `
import json, os, signal, socket, ssl, sys, time

def ask(file, *words):
    parts = [word.encode() for word in words]
    file.write(b"*%d\\r\\n" % len(parts) + b"".join(b"$%d\\r\\n%s\\r\\n" % (len(part), part) for part in parts))
    file.flush()
    line = file.readline().decode().rstrip()
    if not line or line[0] not in "+:":
        raise OSError(f"{words[0]}: {line[1:] or 'connection closed'}")
    return line[1:]

def measure():
    address = (os.environ["CACHE_HOST"], int(os.environ["CACHE_PORT"]))
    with socket.create_connection(address, timeout=10) as plain:
        with ssl.create_default_context().wrap_socket(plain, server_hostname=address[0]) as connection:
            with connection.makefile("rwb") as file:
                ask(file, "AUTH", os.environ["CACHE_TOKEN"])
                return {queue: int(ask(file, "LLEN", queue)) for queue in json.loads(os.environ["QUEUES"])}

signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
while True:
    try:
        depths = measure()
        for queue, depth in depths.items():
            print(json.dumps({"queue": queue, "depth": depth}), flush=True)
        print(json.dumps({"total": sum(depths.values())}), flush=True)
    except OSError as error:
        print(json.dumps({"error": str(error)}), flush=True)
    time.sleep(int(os.environ["INTERVAL"]))
`.trim();
