#include "appliance/window/no_libraries.h"

namespace {
bool g_none = false;
}

// Every program that has this room is linked with --wrap=dlopen.
extern "C" {
void* __real_dlopen(const char* name, int flags);
void* __wrap_dlopen(const char* name, int flags);
void* __wrap_dlopen(const char* name, int flags) {
  return g_none ? nullptr : __real_dlopen(name, flags);
}
}

namespace gatehouse::window {

void load_no_libraries() {
  g_none = true;
}

}  // namespace gatehouse::window
