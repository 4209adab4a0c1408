// What one viewer is sent: a thread that encodes and writes, so that a slow viewer waits for itself alone.
// Latest frame wins: nothing is prepared before the viewer has taken the update before it, and what changed
// in the meantime is one update then. All public functions are for the main thread and never wait for the
// viewer.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "appliance/base/bytes.h"
#include "appliance/desktop/encoder.h"
#include "appliance/desktop/flow.h"
#include "appliance/desktop/repaint.h"
#include "appliance/desktop/server_messages.h"
#include "appliance/desktop/shared_screen.h"
#include "appliance/desktop/video_stream.h"
#include "appliance/desktop/wishes.h"

namespace gatehouse::desktop {

class RfbSession {
 public:
  // `fd` is the viewer's stream, not owned, and shut down at the end. `progress` is called on the session's
  // thread when it may be hungry again, has sent posted messages, or has finished.
  RfbSession(int fd, const SharedScreen& screen, std::string name, std::function<void()> progress);
  ~RfbSession();

  // A whole message, sent between updates.
  void post(Bytes message);
  // The viewer's handshake is done: ServerInit goes out, and from now on pictures, as far as `set_viewing`
  // allows.
  void initialise();
  void set_viewing(bool viewing);
  void set_wishes(const Wishes& wishes);
  void request(bool incremental, hw::Rect area);
  void continuous(bool enabled, hw::Rect area);
  void fence_returned(ByteView payload);

  void damaged(const Region& region);
  void cursor_changed();
  // There was input: what comes of it is to be seen soon.
  void hurry();
  // The screen has a new size.
  void resized(messages::SizeReason reason);
  // A wish of this viewer for a new size had this end, and the screen is as it was.
  void resize_answered(ResizeStatus status);

  // It would send a picture at once if there were something new: the capture is worth its while.
  bool hungry() const;
  // The stream is broken and the thread has ended.
  bool finished() const { return finished_; }
  // Part of the picture goes out as video.
  bool filming() const { return filming_; }
  // Bytes of posted messages that wait. Their cause is to be stopped when they become many.
  std::size_t waiting() const;

 private:
  struct Update {
    bool planned = false;  // otherwise it is none: there are only messages
    Bytes head;            // pseudo rectangles, whole messages
    Region wanted;         // the requests it answers
    Repaint::Step step;
    hw::VideoRate rate;
    bool paced = false;  // by fences
  };
  struct Resize {
    messages::SizeReason reason = messages::SizeReason::server;
    ResizeStatus status = ResizeStatus::done;
  };

  void run();
  bool serve(Encoder& encoder);
  bool send(Encoder& encoder, Bytes& messages, const Update& update);
  Bytes film(const Picture& picture, const Update& update);
  bool wait_until_taken();

  // With the mutex held.
  bool wants_picture() const;
  bool update_due() const;
  std::optional<SteadyTime> next_due() const;
  Region requested() const;
  Update plan(Encoder& encoder);
  void settle(Update& update, const Difference& difference);
  void announce(Encoder& encoder, Bytes& head);

  const int fd_;
  const SharedScreen& screen_;
  const std::string name_;
  const std::function<void()> progress_;
  std::atomic<bool> finished_ = false;
  std::atomic<bool> filming_ = false;
  VideoStream stream_{screen_};  // the session's thread alone

  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  bool stopping_ = false;
  Bytes outbox_;
  bool initialise_due_ = false;
  bool initialised_ = false;
  bool viewing_ = false;
  bool busy_ = false;  // an update is being made or taken
  Wishes wishes_;
  bool wishes_due_ = false;
  Region wanted_;  // requested and not answered yet
  bool continuous_ = false;
  hw::Rect continuous_area_;
  Flow flow_;
  SharedScreen::Size told_;  // the size the viewer knows
  Repaint repaint_;
  bool video_failed_ = false;
  SteadyTime not_before_{};  // the next picture
  std::optional<Resize> resize_due_;
  bool acknowledge_due_ = false;
  bool cursor_due_ = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace gatehouse::desktop
