#!/usr/bin/python3
"""A real SMTP server (aiosmtpd) for tests: keeps each message as a file, says what the recipient's address asks for.

smtp_server.py DIRECTORY PORT [CERTIFICATE KEY [implicit]]
(port 0: any free one; with a certificate: STARTTLS is required, or TLS from the first byte)

Prints "smtp PORT" when it is there. A recipient that begins with "never" is refused for good, with "later" for now, with
"full" after the text was sent; "slow" is answered after 40 seconds. A message in DIRECTORY is what came, byte for byte,
after a line with the envelope; "tls" is in that line when it came over TLS, and the name when somebody signed in.
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

directory, port = sys.argv[1], int(sys.argv[2])
implicit = len(sys.argv) > 5
count = 0


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never"):
            return "550 5.1.1 No such mailbox here"
        if address.startswith("later"):
            return "451 4.7.1 Greylisted, come again"
        if address.startswith("slow"):
            await asyncio.sleep(40)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global count
        if envelope.rcpt_tos[0].startswith("full"):
            return "552 5.2.2 Mailbox full"
        count += 1
        words = [envelope.mail_from, *envelope.rcpt_tos, session.host_name]
        words += ["tls"] if session.ssl or implicit else []
        words += [f"as {session.auth_data.login.decode()}"] if session.authenticated else []
        name = os.path.join(directory, f"{count:06}")
        with open(name + ".part", "wb") as file:
            file.write(" ".join(words).encode() + b"\n" + envelope.original_content)
        os.rename(name + ".part", name)
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    return AuthResult(success=data.password == b"open sesame", handled=False, auth_data=data)


async def main():
    context = None
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[3], sys.argv[4])

    def protocol():
        starttls = None if implicit else context
        return SMTP(Handler(), hostname="mail.test", tls_context=starttls, require_starttls=starttls is not None,
                    authenticator=sign_in, auth_required=False, auth_require_tls=not implicit, enable_SMTPUTF8=False)

    outer = context if implicit else None
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", port, ssl=outer)
    print("smtp", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
