// What we need from CivetWeb beyond its public interface; civetweb_unity.c includes its source.
#pragma once
#include <civetweb.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The init_context callback: closes what mg_start listens on, before any thread runs. Connections come by
// adopt alone.
void gatehouse_civetweb_stop_listening(const struct mg_context* context);
// Queues a connected socket for the next free worker, never blocking; takes it only when it answers 0. -1:
// the queue is full or the server stops; the socket stays the caller's.
int gatehouse_civetweb_adopt(struct mg_context* context, int socket, const char* ip, uint16_t port);
int gatehouse_civetweb_socket(const struct mg_connection* connection);
void gatehouse_civetweb_sha1(const char* data, size_t size, uint8_t digest[20]);

#ifdef __cplusplus
}
#endif
