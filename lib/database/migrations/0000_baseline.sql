CREATE TABLE "activations" (
	"number" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"purpose" text NOT NULL,
	"client_state_id" text,
	"code_hash" text NOT NULL,
	"typed_code_hash" text NOT NULL,
	"operation_id" text NOT NULL,
	"known_devices" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"opened_at" timestamp (3) with time zone,
	"redeemed_at" timestamp (3) with time zone,
	"face_passed_at" timestamp (3) with time zone,
	"failure_code" text,
	"failure_model" text,
	"failed_at" timestamp (3) with time zone,
	"device_id" text,
	"new_devices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"ending" text,
	"ended_at" timestamp (3) with time zone,
	"undo_receipt" text,
	"due_at" timestamp (3) with time zone,
	"version" integer NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_states" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"made_by" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"device_id" text,
	"linked_by" text,
	"missing_since" timestamp (3) with time zone,
	"key_id" text NOT NULL,
	"wrapped_key" "bytea" NOT NULL,
	"sealed_state" "bytea" NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"key_hash" text NOT NULL,
	"body_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uploads_issuer_subject_key_hash_pk" PRIMARY KEY("issuer","subject","key_hash")
);
--> statement-breakpoint
CREATE TABLE "nicknames" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"nickname" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "nicknames_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "reported_devices" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "reported_devices_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "logout_tokens" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"display_name" text NOT NULL,
	"addresses" jsonb NOT NULL,
	"name_key" text DEFAULT '' NOT NULL,
	"address_keys" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"user_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "people_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"display_name" text NOT NULL,
	"roles" jsonb NOT NULL,
	"claimed_user_id" text,
	"external_user_id" text,
	"found_user_ids" jsonb,
	"found_at" timestamp (3) with time zone,
	"sealed_id_token" text NOT NULL,
	"authenticated_at" timestamp (3) with time zone,
	"acr" text,
	"amr" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"provider_session" text,
	"browser" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clean_ups" (
	"number" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"receipts" jsonb NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "device_labels" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"label" text NOT NULL,
	"labelled_at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "device_labels_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "received_states" (
	"user_id" text NOT NULL,
	"state_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "received_states_user_id_state_hash_pk" PRIMARY KEY("user_id","state_hash")
);
--> statement-breakpoint
CREATE TABLE "pending_removals" (
	"receipt" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"user_ids" jsonb NOT NULL,
	"actor_issuer" text NOT NULL,
	"actor_subject" text NOT NULL,
	"actor_role" text DEFAULT 'person' NOT NULL,
	"reason" text NOT NULL,
	"confirmed" text,
	"waits_for_service" boolean DEFAULT false NOT NULL,
	"was_active" boolean NOT NULL,
	"was_only" boolean NOT NULL,
	"accepted" boolean,
	"clean_up" text,
	"place" integer NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "removal_leases" (
	"user_id" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"number" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"requester_issuer" text NOT NULL,
	"requester_subject" text NOT NULL,
	"requester_name" text NOT NULL,
	"requester_session" text NOT NULL,
	"user_id" text NOT NULL,
	"person_name" text,
	"device_id" text NOT NULL,
	"device" jsonb NOT NULL,
	"reason" text NOT NULL,
	"ticket" text NOT NULL,
	"caller_check" text NOT NULL,
	"removal_impact" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decider_issuer" text,
	"decider_subject" text,
	"decider_name" text,
	"decided_at" timestamp (3) with time zone,
	"receipt" text,
	"failure" text,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "preparations" (
	"number" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"start" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "support_views" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "support_views_issuer_subject_user_id_pk" PRIMARY KEY("issuer","subject","user_id")
);
--> statement-breakpoint
CREATE TABLE "audit_actors" (
	"actor" text PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"display_name" text,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_checkpoints" (
	"entries" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_cuts" (
	"entries" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"signature" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" bigint NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"outcome" text NOT NULL,
	"correlation_id" text NOT NULL,
	"actor" text NOT NULL,
	"actor_role" text NOT NULL,
	"user_id" text,
	"device_id" text,
	"version" bigint NOT NULL,
	"detail" jsonb NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_id_recorded_at_pk" PRIMARY KEY("id","recorded_at"),
	CONSTRAINT "audit_entries_version" CHECK ("audit_entries"."version" >= 1)
) PARTITION BY RANGE ("recorded_at");
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"one" integer PRIMARY KEY NOT NULL,
	"entries" bigint NOT NULL,
	"hash" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_head_one" CHECK ("audit_head"."one" = 1)
);
--> statement-breakpoint
CREATE TABLE "audit_verifications" (
	"number" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"actor" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"took_ms" integer,
	"entries" bigint,
	"dropped" bigint,
	"findings" jsonb
);
--> statement-breakpoint
CREATE UNIQUE INDEX "activations_code" ON "activations" USING btree ("code_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "activations_typed_code" ON "activations" USING btree ("typed_code_hash");--> statement-breakpoint
CREATE INDEX "activations_person" ON "activations" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "activations_user" ON "activations" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "activations_due" ON "activations" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "client_states_user" ON "client_states" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "client_states_key" ON "client_states" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX "client_states_expiry" ON "client_states" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "client_states_device" ON "client_states" USING btree ("user_id","device_id");--> statement-breakpoint
CREATE INDEX "uploads_at" ON "uploads" USING btree ("at");--> statement-breakpoint
CREATE INDEX "notifications_due" ON "notifications" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "logout_tokens_expiry" ON "logout_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "people_user_ids" ON "people" USING gin ("user_ids" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "people_name" ON "people" USING btree ("name_key" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "people_addresses" ON "people" USING gin ("address_keys" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "sessions_provider_session" ON "sessions" USING btree ("provider_session");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "pending_removals_due" ON "pending_removals" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "pending_removals_device" ON "pending_removals" USING btree ("user_id","device_id");--> statement-breakpoint
CREATE INDEX "pending_removals_clean_up" ON "pending_removals" USING btree ("clean_up");--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_open" ON "approvals" USING btree ("user_id","device_id") WHERE "approvals"."status" = 'open';--> statement-breakpoint
CREATE INDEX "approvals_created" ON "approvals" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "preparations_person" ON "preparations" USING btree ("issuer","subject");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_actors_person" ON "audit_actors" USING btree ("issuer","subject");--> statement-breakpoint
CREATE INDEX "audit_entries_recorded" ON "audit_entries" USING btree ("recorded_at","id");--> statement-breakpoint
CREATE INDEX "audit_entries_correlation" ON "audit_entries" USING btree ("correlation_id");--> statement-breakpoint
CREATE INDEX "audit_entries_user" ON "audit_entries" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_device" ON "audit_entries" USING btree ("device_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "audit_entries" USING btree ("actor","id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor_alone" ON "audit_entries" USING btree ("actor","id") WHERE "audit_entries"."user_id" IS NULL;--> statement-breakpoint
CREATE INDEX "audit_entries_type" ON "audit_entries" USING btree ("type","id");--> statement-breakpoint
CREATE INDEX "audit_entries_outcome" ON "audit_entries" USING btree ("outcome","id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_verifications_running" ON "audit_verifications" USING btree ("status") WHERE "audit_verifications"."status" = 'running';--> statement-breakpoint
CREATE INDEX "audit_verifications_started" ON "audit_verifications" USING btree ("started_at");--> statement-breakpoint
-- What drizzle can’t describe: one head, rules that the database itself keeps, and a part for each month.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END
$$;--> statement-breakpoint
INSERT INTO "audit_head" VALUES (1, 0, '', '1970-01-01T00:00:00Z');--> statement-breakpoint
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_entries_not_truncated" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_checkpoints_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_checkpoints"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_cuts_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_cuts"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE FUNCTION "only_forward"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.entries <= OLD.entries OR NEW.recorded_at < OLD.recorded_at THEN
    RAISE EXCEPTION 'the head of the audit log only moves forward';
  END IF;
  RETURN NEW;
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_head_only_forward" BEFORE UPDATE ON "audit_head"
  FOR EACH ROW EXECUTE FUNCTION "only_forward"();--> statement-breakpoint
CREATE TRIGGER "audit_head_stays" BEFORE DELETE OR TRUNCATE ON "audit_head"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
-- Triggers for rows come from the table that is divided; those for statements each part needs itself.
CREATE FUNCTION "guard_audit_part"("part" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    part || '_not_truncated', part);
END
$$;--> statement-breakpoint
-- Makes room for a month (in UTC) of entries; false when it is there.
CREATE FUNCTION "add_audit_month"("month" date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  first_day timestamp := date_trunc('month', month::timestamp);
  part text := 'audit_entries_' || to_char(first_day, 'YYYY_MM');
BEGIN
  IF to_regclass(part) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF audit_entries FOR VALUES FROM (%L) TO (%L)',
    part, first_day::text || '+00', (first_day + interval '1 month')::text || '+00');
  PERFORM guard_audit_part(part);
  RETURN true;
END
$$;--> statement-breakpoint
CREATE TABLE "audit_entries_default" PARTITION OF "audit_entries" DEFAULT;--> statement-breakpoint
SELECT guard_audit_part('audit_entries_default');--> statement-breakpoint
SELECT add_audit_month((now() AT TIME ZONE 'UTC' + make_interval(months => ahead))::date) FROM generate_series(0, 2) AS ahead;--> statement-breakpoint
CREATE TABLE "known_devices" (
	"user_id" text NOT NULL,
	"device_id" text NOT NULL,
	"device" jsonb,
	"state" text,
	"doubt" text,
	"missing_since" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	"returned_at" timestamp (3) with time zone,
	"appeared_at" timestamp (3) with time zone,
	"shown_in" text,
	CONSTRAINT "known_devices_user_id_device_id_pk" PRIMARY KEY("user_id","device_id")
);
--> statement-breakpoint
CREATE TABLE "known_lists" (
	"user_id" text PRIMARY KEY NOT NULL,
	"first_read_at" timestamp (3) with time zone,
	"read_at" timestamp (3) with time zone NOT NULL,
	"list_hash" text,
	"watched_since" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_user_id_known_lists_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."known_lists"("user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "known_lists_due" ON "known_lists" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "known_lists_read" ON "known_lists" USING btree ("read_at");--> statement-breakpoint
CREATE TABLE "identity_facts" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"value_key" text NOT NULL,
	"found_by" text,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "identity_facts_issuer_subject_kind_value_pk" PRIMARY KEY("issuer","subject","kind","value")
);
--> statement-breakpoint
CREATE TABLE "agent_counts" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"day" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	"seal" text NOT NULL,
	CONSTRAINT "agent_counts_issuer_subject_kind_about_day_pk" PRIMARY KEY("issuer","subject","kind","about","day")
);
--> statement-breakpoint
CREATE TABLE "ticket_uses" (
	"ticket_hash" text PRIMARY KEY NOT NULL,
	"user_ids" jsonb NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "used_call_numbers" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"step" bigint NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "used_call_numbers_issuer_subject_step_pk" PRIMARY KEY("issuer","subject","step")
);
--> statement-breakpoint
CREATE INDEX "identity_facts_value" ON "identity_facts" USING btree ("kind","value_key");--> statement-breakpoint
CREATE INDEX "identity_facts_seen" ON "identity_facts" USING btree ("last_seen_at");--> statement-breakpoint
CREATE INDEX "agent_counts_day" ON "agent_counts" USING btree ("day");--> statement-breakpoint
CREATE INDEX "ticket_uses_used" ON "ticket_uses" USING btree ("used_at");--> statement-breakpoint
CREATE INDEX "used_call_numbers_used" ON "used_call_numbers" USING btree ("used_at");