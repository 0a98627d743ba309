CREATE TABLE "activity_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activity_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"correlation_id" text NOT NULL,
	"actor_issuer" text NOT NULL,
	"actor_subject" text NOT NULL,
	"user_id" text,
	"device_id" text,
	"version" bigint NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "activity_events_version" CHECK ("activity_events"."version" >= 1)
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
CREATE TABLE "removal_leases" (
	"user_id" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
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
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "activity_events_correlation" ON "activity_events" USING btree ("correlation_id");--> statement-breakpoint
CREATE INDEX "activity_events_user" ON "activity_events" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "sign_ins_person" ON "sign_ins" USING btree ("issuer","subject");