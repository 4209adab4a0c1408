#include "appliance/window/elevation_window.h"

#include <FL/Fl.H>
#include <FL/Fl_Input.H>
#include <FL/Fl_Secret_Input.H>

#include "appliance/base/secret.h"

namespace gatehouse::window {
namespace {

// FLTK moves what it holds as it grows; this much it holds from the beginning.
void reserve(Fl_Input& field) {
  const std::string room(kPasswordCap, ' ');
  field.value(room.c_str(), static_cast<int>(room.size()));
  field.value("");
}

}  // namespace

ElevationWindow::ElevationWindow(const AskElevation& ask, Language language,
                                 std::function<void(const AnswerElevation&)> say)
    : QuestionWindow(words_in(language).elevation_title, readable_asker(ask.name, ask.account), language,
                     kStrangerArmsAfter, ask.seconds),
      call_(ask.call),
      say_(std::move(say)) {
  const Style plain{13, false, color::text()}, strong{13, true, color::text()};
  int y = std::max(lay_out_asker(words_.wants_elevation), badge_bottom()) + px(16);
  y = add_lines(std::string(words_.elevation_means), plain, {margin(), y, inner(), 0}, 5) + px(12);
  if (ask.question == ElevationQuestion::allow) {
    y = add_lines(std::string(words_.administrator_named), plain, {margin(), y, inner(), 0}, 3) + px(12);
  } else {
    if (ask.question == ElevationQuestion::who_allows_again) {
      const int top = y;
      y = add_lines(std::string(words_.administrator_wrong), strong,
                    {margin() + px(12), y + px(9), inner() - px(24), 0}, 3) +
          px(9);
      warning_ = {margin(), top, inner(), y - top};
      y += px(14);
    }
    y = add_lines(std::string(words_.name_administrator), plain, {margin(), y, inner(), 0}, 3) + px(8);
    user_ = add_field(std::make_unique<Fl_Input>(0, 0, 0, 0), words_.administrator, y);
    password_ = add_field(std::make_unique<Fl_Secret_Input>(0, 0, 0, 0), words_.password, y);
    user_->maximum_size(kUserCap);
    password_->maximum_size(kPasswordCap);
    reserve(*password_);
    y += px(6);
  }
  lay_out_answers(y, words_.allow_elevation);
}

ElevationWindow::~ElevationWindow() {
  if (!password_) return;
  const std::string blank(kPasswordCap, '\0');
  password_->value(blank.c_str(), static_cast<int>(blank.size()));
}

std::unique_ptr<Fl_Input> ElevationWindow::add_field(std::unique_ptr<Fl_Input> field, std::string_view label,
                                                     int& y) {
  y = add_lines(std::string(label), {12, true, color::text()}, {margin(), y, inner(), 0}, 1) + px(2);
  const Box frame{margin(), y, inner(), px(34)};
  frames_.push_back(frame);
  field->resize(frame.x + px(6), frame.y + px(3), frame.w - px(12), frame.h - px(6));
  field->box(FL_FLAT_BOX);
  field->color(color::surface(), color::accent());
  field->textsize(px(14));
  field->textcolor(color::text());
  y += px(34) + px(8);
  return field;
}

bool ElevationWindow::can_be_accepted() {
  return !user_ || (user_->size() > 0 && password_->size() > 0);
}

void ElevationWindow::answered(bool accepted) {
  AnswerElevation answer;
  answer.call = call_;
  answer.accepted = accepted && can_be_accepted();
  if (answer.accepted && user_) {
    answer.user.assign(user_->value(), static_cast<std::size_t>(user_->size()));
    answer.password.assign(password_->value(), static_cast<std::size_t>(password_->size()));
  }
  say_(answer);
}

int ElevationWindow::handle(int event) {
  const bool enter = Fl::event_key() == FL_Enter || Fl::event_key() == FL_KP_Enter;
  if (event == FL_KEYBOARD && enter && user_ && Fl::focus() == user_.get()) {
    Fl::focus(password_.get());
    return 1;
  }
  return QuestionWindow::handle(event);
}

void ElevationWindow::draw_behind() {
  if (warning_.w > 0) fill_round(warning_, px(6), color::warning(), color());
  const int rim = px(1);
  for (const Box& frame : frames_) {
    fill_round(frame, px(6), color::faint(), color());
    fill_round({frame.x + rim, frame.y + rim, frame.w - 2 * rim, frame.h - 2 * rim}, px(5), color::surface(),
               color::faint());
  }
}

}  // namespace gatehouse::window
