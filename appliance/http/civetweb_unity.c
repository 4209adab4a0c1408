// CivetWeb as we use it: workers and HTTP/1.1 parsing. No TLS, files, CGI or WebSocket code (a frame of its own may
// announce 2 GB and is allocated at once; websocket_bridge.cpp reads frames instead).
#define NO_SSL
#define NO_FILES
#define NO_CGI
#define NO_POPEN
#define NO_CACHING
#define USE_IPV6
#define USE_STACK_SIZE (256 * 1024)
#define SOCKET_TIMEOUT_QUANTUM 250  // ms until a waiting worker notices the end of the server
#include <civetweb.c>

#define SHA_API static
#include <sha1.inl>

#include "appliance/http/civetweb_unity.h"

void gatehouse_civetweb_stop_listening(const struct mg_context* context) {
  struct mg_context* own = (struct mg_context*)context;
  for (unsigned i = 0; i < own->num_listening_sockets; ++i) close(own->listening_sockets[i].sock);
  own->num_listening_sockets = 0;
}

static int fill_address(union usa* address, const char* ip, uint16_t port) {
  memset(address, 0, sizeof *address);
  if (inet_pton(AF_INET, ip, &address->sin.sin_addr) == 1) {
    address->sin.sin_family = AF_INET;
    address->sin.sin_port = htons(port);
    return 1;
  }
  address->sin6.sin6_family = AF_INET6;
  address->sin6.sin6_port = htons(port);
  return inet_pton(AF_INET6, ip, &address->sin6.sin6_addr) == 1;
}

int gatehouse_civetweb_adopt(struct mg_context* context, int socket, const char* ip, uint16_t port) {
  struct socket item;
  int taken = -1;
  memset(&item, 0, sizeof item);
  item.sock = socket;
  item.in_use = 1;
  if (!fill_address(&item.rsa, ip, port)) return -1;
  item.lsa = item.rsa;
  set_non_blocking_mode(socket);
  pthread_mutex_lock(&context->thread_mutex);
  if (STOP_FLAG_IS_ZERO(&context->stop_flag) && context->sq_head - context->sq_tail < context->sq_size) {
    context->squeue[context->sq_head % context->sq_size] = item;
    context->sq_head++;
    pthread_cond_signal(&context->sq_full);
    taken = 0;
  }
  pthread_mutex_unlock(&context->thread_mutex);
  return taken;
}

int gatehouse_civetweb_socket(const struct mg_connection* connection) { return connection->client.sock; }

void gatehouse_civetweb_sha1(const char* data, size_t size, uint8_t digest[20]) {
  SHA_CTX context;
  SHA1_Init(&context);
  SHA1_Update(&context, (const uint8_t*)data, (uint32_t)size);
  SHA1_Final(digest, &context);
}
