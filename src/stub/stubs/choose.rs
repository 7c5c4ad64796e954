//! Which answer a call gets.

use std::sync::{Arc, LazyLock, OnceLock};

use minijinja::Environment;

use super::delayed;
use crate::lab::fault::Act;
use crate::service::{Incoming, Own, Reply, RequestPart, RequestView, ServiceError, ServiceFuture};
use crate::stub::answer::{Answer, OnRecords, Performed, Says, published};
use crate::stub::budget::Budget;
use crate::stub::compile::Compiled;
use crate::stub::condition::Check;
use crate::stub::folder::Stub;
use crate::stub::scope::{Call, Scope, TemplateError, View};
use crate::stub::shape::Shape;
use crate::tenant::NearMiss;
use crate::value::Value;
use crate::wire::Dialect;

/// By which a request chooses an answer.
const BY_NAME: &str = "x-emulator-answer";

/// Why an answer was not taken; put into words only when no answer is.
enum Missed<'s> {
    Check(&'s Check),
    Times(u64),
}

impl Stub {
    /// The answer of the first one whose conditions hold, or of the operation's own service.
    pub fn answer(
        &self,
        incoming: Incoming<'_>,
        own: &Own,
        (dialect, template_bytes): (&Arc<Dialect>, usize),
    ) -> ServiceFuture {
        if let Some(value) = self.compiled.always() {
            incoming.context.tenant().stub_hits().count(&self.key, 0);
            incoming.view.note_stub(&|| self.file.display().to_string());
            let reply = Reply::value(value.clone());
            return Box::pin(async move { Ok(reply) });
        }
        let Incoming { request, context, view } = incoming;
        let number = match self.compiled.counts {
            true => context.tenant().stubs().count(&self.calls()),
            false => 0,
        };
        let call = Call {
            request: Arc::new(request),
            context,
            dialect: dialect.clone(),
            budget: Arc::new(Budget::new(template_bytes)),
            view: self.compiled.sees_request.then(|| View::of(view)),
            number,
            signed_in: OnceLock::new(),
            host: self.host.clone(),
        };
        let scope = Scope::new(self.compiled.env(), call);
        match self.chosen(&scope, view) {
            Ok(Some(answer)) => self.given(answer, &scope, view, own),
            Ok(None) => passed_on(&scope, view).answer_by(own),
            Err(failed) => self.failed(&failed),
        }
    }

    fn given(
        &self,
        answer: &Answer,
        scope: &Scope<'_>,
        view: &dyn RequestView,
        own: &Own,
    ) -> ServiceFuture {
        self.count_hit(answer, scope);
        view.note_stub(&|| format!("{}: {}", self.file.display(), answer.label));
        let performed = match answer.account.as_ref().map(|texts| texts.perform(scope, view)) {
            None => Performed::default(),
            Some(Ok(Ok(performed))) => performed,
            Some(Ok(Err(error))) => return Box::pin(async move { Err(error) }),
            Some(Err(failed)) => return self.failed(&failed),
        };
        let made = answer.reply(scope, view.body());
        let made = made.and_then(|reply| answer.remember(scope).map(|()| reply));
        let made = made.and_then(|reply| Ok((reply, answer.messages(scope)?)));
        let (reply, messages) = match made {
            Err(failed) => return self.failed(&failed),
            Ok(made) => made,
        };
        let answered: ServiceFuture = match &answer.says {
            Says::Service => squeezed(answer, passed_on(scope, view).answer_by(own)),
            Says::Records(OnRecords(service)) => {
                squeezed(answer, service.call_viewing(passed_on(scope, view)))
            }
            _ => {
                let reply =
                    reply.map(|reply| Reply { session: performed.session.map(Box::new), ..reply });
                let set = performed.password.map(|password| set_password(password, scope.call()));
                Box::pin(async move {
                    if let Some(set) = set {
                        set.await?;
                    }
                    reply
                })
            }
        };
        let given = delayed(answer.delay, with_fault(&answer.fault, answered));
        match messages.is_empty() {
            true => given,
            false => published(messages, scope, given),
        }
    }

    /// The answer that the request names, else the first whose conditions hold.
    fn chosen(
        &self,
        scope: &Scope<'_>,
        view: &dyn RequestView,
    ) -> Result<Option<&Answer>, TemplateError> {
        if let Some(answer) = self.named(view) {
            return Ok(Some(answer));
        }
        let stubs = scope.call().context.tenant().stubs();
        let mut nearest: Option<(usize, &Answer, Missed<'_>)> = None;
        for answer in &self.compiled.answers {
            let mut held = 0;
            let mut missed = None;
            for check in &answer.when {
                if !check.holds(scope, view)? {
                    missed = Some(Missed::Check(check));
                    break;
                }
                held += 1;
            }
            let missed = missed.or_else(|| match &answer.times {
                Some((limit, key)) if !stubs.count_up_to(key, *limit) => {
                    Some(Missed::Times(*limit))
                }
                _ => None,
            });
            match missed {
                None => return Ok(Some(answer)),
                Some(why) if nearest.as_ref().is_none_or(|(most, ..)| held > *most) => {
                    nearest = Some((held, answer, why));
                }
                Some(_) => {}
            }
        }
        if let Some((_, answer, missed)) = nearest {
            let why = match missed {
                Missed::Check(check) => check.shown(scope, view),
                Missed::Times(1) => "it is given once, and was".to_owned(),
                Missed::Times(limit) => format!("it is given {limit} times, and was"),
            };
            let (file, operation) = (self.file.display(), &scope.call().context.operation().name);
            tracing::info!(%file, operation, answer = answer.label, why, "no answer took the request");
            scope.call().context.tenant().stub_hits().miss(self.near_miss(&answer.label, why));
        }
        Ok(None)
    }

    /// `X-Emulator-Answer: name`, `Prefer: code=404`.
    fn named(&self, view: &dyn RequestView) -> Option<&Answer> {
        let answers = &self.compiled.answers;
        if let Some(name) = view.header(BY_NAME) {
            return answers.iter().find(|answer| answer.name.as_deref() == Some(name));
        }
        let code = view
            .header("prefer")?
            .split([',', ';'])
            .find_map(|part| part.trim().strip_prefix("code="));
        let code: u16 = code?.trim_matches('"').parse().ok()?;
        answers.iter().find(|answer| answer.sent_status() == code)
    }

    /// What its calls are counted under.
    pub(in crate::stub) fn calls(&self) -> String {
        format!("calls of {}", self.key)
    }

    fn near_miss(&self, answer: &str, why: String) -> NearMiss {
        let host = self.key.strip_prefix("call/").unwrap_or(&self.key);
        NearMiss {
            host: host.split('/').next().unwrap_or_default().to_owned(),
            operation: self.operation.clone(),
            file: self.file.display().to_string(),
            answer: answer.to_owned(),
            why,
        }
    }

    fn count_hit(&self, answer: &Answer, scope: &Scope<'_>) {
        let place = self.compiled.answers.iter().position(|other| std::ptr::eq(other, answer));
        scope.call().context.tenant().stub_hits().count(&self.key, place.unwrap_or_default());
    }

    /// The host's own error for a service that fails; the log says why.
    fn failed(&self, failed: &TemplateError) -> ServiceFuture {
        let (file, line, reason) = (self.file.display(), failed.line, &failed.reason);
        tracing::error!(%file, line, reason, "a stub failed");
        let error = ServiceError::exception(
            "InvalidOperationException",
            "Operation is not valid due to the current state of the object.",
        );
        Box::pin(async move { Err(error) })
    }
}

/// An answer, with what goes wrong on its way.
fn with_fault(fault: &Option<Arc<Act>>, answered: ServiceFuture) -> ServiceFuture {
    match fault.clone() {
        None => answered,
        fault => Box::pin(async move { Ok(Reply { fault, ..answered.await? }) }),
    }
}

/// What another one answers, compressed where the answer says so.
fn squeezed(answer: &Answer, answered: ServiceFuture) -> ServiceFuture {
    match answer.squeezes() {
        false => answered,
        true => Box::pin(async move { answered.await.map(Reply::squeezed) }),
    }
}

/// The request, for the service behind the stub.
fn passed_on<'v>(scope: &Scope<'_>, view: &'v dyn RequestView) -> Incoming<'v> {
    let call = scope.call();
    Incoming { request: (*call.request).clone(), context: call.context.clone(), view }
}

impl Compiled {
    /// The value that is the answer to every request, and all that the stub does.
    fn always(&self) -> Option<&Value> {
        let [answer] = self.answers.as_slice() else { return None };
        match answer {
            Answer {
                says: Says::Value(Shape::Constant(value)),
                status: None,
                reason: None,
                times: None,
                content_type: None,
                scenario: None,
                delay: None,
                fault: None,
                account: None,
                result: None,
                when,
                headers,
                variables,
                publish,
                ..
            } if [
                when.is_empty(),
                headers.is_empty(),
                variables.is_empty(),
                publish.is_empty(),
            ] == [true; 4]
                && !self.counts =>
            {
                Some(value)
            }
            _ => None,
        }
    }

    /// The engine of its templates.
    fn env(&self) -> &Environment<'static> {
        static NONE: LazyLock<Environment<'static>> = LazyLock::new(Environment::empty);
        self.env.as_ref().unwrap_or(&NONE)
    }
}

/// Sets the password of a new user: hashing it takes its time.
fn set_password(
    (id, password): (String, String),
    call: &Call,
) -> impl Future<Output = Result<(), ServiceError>> + Send + 'static {
    let (accounting, accounts) = (call.context.accounting.clone(), call.context.accounts.clone());
    async move {
        let (Some(accounting), Some(accounts)) = (accounting, accounts) else { return Ok(()) };
        let hash = tokio::task::spawn_blocking(move || accounting.hash(&password)).await;
        let hash = hash.map_err(|_| ServiceError::unavailable("The host is stopping."))??;
        accounts.registered.set_password(&id, hash);
        Ok(())
    }
}

impl Answer {
    /// The status that it sends, where it has one.
    fn sent_status(&self) -> u16 {
        match &self.says {
            Says::Error(error) => error.status,
            _ => self.status.unwrap_or(200),
        }
    }
}

/// A request of which nothing is known but its DTO.
pub(super) struct NoView;

impl RequestView for NoView {
    fn path(&self) -> &str {
        ""
    }

    fn header(&self, _name: &str) -> Option<&str> {
        None
    }

    fn query(&self, _name: &str) -> Option<&str> {
        None
    }

    fn cookie(&self, _name: &str) -> Option<&str> {
        None
    }

    fn all(&self, _part: RequestPart) -> Vec<(String, String)> {
        Vec::new()
    }

    fn body(&self) -> &[u8] {
        &[]
    }
}
