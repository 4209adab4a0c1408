// The desktop worker as a program of its own, for the tests of the process around it.
#include "appliance/desktop/worker_process.h"

int main() {
  return gatehouse::desktop::run_worker(gatehouse::desktop::kWorkerControlFd);
}
